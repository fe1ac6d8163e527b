# Completion of rcpjournal for bash. This puts it in place, for each terminal that you open from now on:
#   echo 'eval "$(rcpjournal completion bash)"' >> ~/.bashrc

_rcpjournal() {
    local IFS=$'\n' line value about found=() told=()
    COMPREPLY=()
    while read -r line; do
        if [[ $line == ":files" ]]; then
            compopt -o filenames 2>/dev/null
            while read -r value; do found+=("$value"); done < <(compgen -f -- "$2")
            COMPREPLY=("${found[@]}")
            return 0
        fi
        value=${line%%$'\t'*} about=${line#*$'\t'}
        [[ $value == *[[:space:]]* && ${COMP_WORDS[COMP_CWORD]} != [\'\"]* ]] && value=$(printf '%q' "$value")
        found+=("$value")
        line="$value${about:+  ($about)}"
        (( ${#line} >= ${COLUMNS:-80} )) && line="${line:0:${COLUMNS:-80}-2}…"
        told+=("$line")
    done < <(COMP_LINE=${COMP_LINE:0:COMP_POINT} _RCPJOURNAL_WORD=$2 _RCPJOURNAL_COMPLETE=bash "${1/#\~/$HOME}" 2>/dev/null </dev/null)
    if [[ ${COMP_TYPE:-9} == 63 && ${#found[@]} -gt 1 ]]; then
        COMPREPLY=("${told[@]}")
    else
        COMPREPLY=("${found[@]}")
    fi
}
complete -o nosort -F _rcpjournal rcpjournal 2>/dev/null || complete -F _rcpjournal rcpjournal
