# What the shells read. They ask the program at run time, so nothing here is generated.
dist_bashcompletion_DATA += completions/proctor.bash
dist_zshcompletion_DATA += completions/_proctor
dist_fishcompletion_DATA += completions/proctor.fish
