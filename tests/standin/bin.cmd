@node "%~dp0bin.mjs" %*
