#compdef rcpjournal
# Completion of rcpjournal for zsh. This puts it in place, for each terminal that you open from now on:
#   echo 'eval "$(rcpjournal completion zsh)"' >> ~/.zshrc

_rcpjournal() {
    local line
    local -a values shown
    for line in "${(@f)$(_RCPJOURNAL_COMPLETE=zsh ${~${(Q)words[1]}} "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null </dev/null)}"; do
        [[ -z $line ]] && continue
        if [[ $line == ":files" ]]; then
            _files
            return
        fi
        values+=("${line%%$'\t'*}")
        shown+=("${line%%$'\t'*}${${line#*$'\t'}:+  -- ${line#*$'\t'}}")
    done
    (( $#values )) || return 1
    if [[ -n ${(M)shown:#*  -- *} ]]; then
        compadd -V rcpjournal -l -d shown -a values
    else
        compadd -V rcpjournal -a values
    fi
}

if [[ ${funcstack[1]} == _rcpjournal ]]; then
    _rcpjournal "$@"
else
    (( $+functions[compdef] )) || { autoload -U compinit && compinit }
    compdef _rcpjournal rcpjournal
fi
