"""A printed invoice as somebody prints it who wants more than money."""

from typing import Final

# Each of these must be gone, or dead, in whatever shows the markup to a person.
_HEAD: Final = (
    '<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/meta">'
    '<link rel="stylesheet" href="http://127.0.0.1:9/sheet.css">'
    '<base href="http://127.0.0.1:9/" target="_top">'
    "<style>@import url(http://127.0.0.1:9/import.css);"
    "body{background:url(http://127.0.0.1:9/background.png)}"
    "#sheet{position:fixed;inset:0;z-index:99999;background:#fff}</style>"
)
_BODY: Final = (
    "<script>window.hostile=1;fetch('http://127.0.0.1:9/script')</script>"
    '<img src="http://127.0.0.1:9/pixel.png" onerror="window.hostile=2" alt="">'
    '<svg onload="window.hostile=3"><script>window.hostile=4</script></svg>'
    '<form action="http://127.0.0.1:9/form" method="post">'
    '<input name="password" type="password"><button>Sign in again</button></form>'
    '<iframe src="javascript:parent.hostile=5"></iframe>'
    '<object data="http://127.0.0.1:9/object"></object><embed src="http://127.0.0.1:9/embed">'
    '<a href="javascript:window.hostile=6" target="_top">Pay now</a>'
    '<a href="http://127.0.0.1:9/link" target="_top">Your account</a>'
    '<div id="sheet" style="position:fixed;top:0;left:0;width:100%;height:100%"'
    ' onmouseover="window.hostile=7">Your session has ended.</div>'
    '<math><mtext><img src=x onerror="window.hostile=8"></mtext></math>'
    "</td></table></div></body></html><script>window.hostile=9</script>"
)


def hostile(markup: str) -> str:
    """The invoice with all of it in; its figures are still there."""
    return markup.replace("</head>", f"{_HEAD}</head>").replace("</body>", f"{_BODY}</body>")
