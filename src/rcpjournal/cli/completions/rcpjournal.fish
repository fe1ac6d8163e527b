# Completion of rcpjournal for fish. This puts it in place, for each terminal that you open from now on:
#   mkdir -p ~/.config/fish/completions
#   rcpjournal completion fish > ~/.config/fish/completions/rcpjournal.fish

function __rcpjournal_complete
    set -l words (commandline -opc)
    set -l part (commandline -ct)
    set -l program (string replace -r '^~' $HOME $words[1])
    set -l found (env _RCPJOURNAL_COMPLETE=fish $program $words[2..-1] "$part" 2>/dev/null </dev/null)
    if test "$found[1]" = ":files"
        complete -C "'' $part"
    else if set -q found[1]
        printf '%s\n' $found
    end
end

complete -c rcpjournal -k -f -a '(__rcpjournal_complete)'
