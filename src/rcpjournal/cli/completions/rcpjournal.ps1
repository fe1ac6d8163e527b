# Completion of rcpjournal for PowerShell. This puts it in place, for each terminal that you open from now on:
#   if (-not (Test-Path $PROFILE)) { New-Item -Force $PROFILE }
#   Add-Content $PROFILE 'rcpjournal completion powershell | Out-String | Invoke-Expression'

Register-ArgumentCompleter -Native -CommandName rcpjournal -ScriptBlock {
    param($part, $commandAst, $cursor)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursor } |
        ForEach-Object { if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text } })
    $before = [Console]::OutputEncoding
    $env:_RCPJOURNAL_COMPLETE = 'powershell'
    $env:_RCPJOURNAL_WORDS = (@($words) + @($part)) -join "`n"
    try {
        [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
        $program = $commandAst.GetCommandName()
        $found = @(& $program 2>$null)
    } catch {
        $found = @()
    } finally {
        [Console]::OutputEncoding = $before
        $env:_RCPJOURNAL_COMPLETE = $null
        $env:_RCPJOURNAL_WORDS = $null
    }
    if ($found.Count -and $found[0] -eq ':files') {
        return [System.Management.Automation.CompletionCompleters]::CompleteFilename($part)
    }
    foreach ($line in $found) {
        $value, $about = $line -split "`t", 2
        if (-not $about) { $about = $value }
        $typed = if ($value -match '[\s]') { "'" + $value.Replace("'", "''") + "'" } else { $value }
        [System.Management.Automation.CompletionResult]::new($typed, $value, 'ParameterValue', $about)
    }
}
