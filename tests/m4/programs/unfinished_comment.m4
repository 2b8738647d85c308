changecom(`/*', `*/')
text /* comment
