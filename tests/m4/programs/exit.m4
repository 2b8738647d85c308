before
divert(1)not undiverted
divert(0)after
m4wrap(`not reached')
m4exit(`7')
never
