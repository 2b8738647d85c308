divert(-1)
LOCAL_CONFIG
D{Inner}_ARG_
divert(-1)
