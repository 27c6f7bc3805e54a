"""Things people may write that are not words: markup, script addresses, template signs, signs that turn text round."""

OWN = "window.owned=1"
MARKUP = (
    f"<script>{OWN}</script>",
    f"</script><script>{OWN}</script>",
    f"<img src=x onerror={OWN}>",
    f"<svg onload={OWN}>",
    f"<svg><script>{OWN}</script></svg>",
    f"<body onload={OWN}>",
    f"<iframe srcdoc='<script>parent.{OWN}</script>'>",
    f"<details open ontoggle={OWN}>",
    f"<input autofocus onfocus={OWN}>",
    f"<a href=javascript:{OWN}>x</a>",
    f"<math><mtext><script>{OWN}</script>",
    f"\"><script>{OWN}</script>",
    f"' onmouseover='{OWN}' x='",
    f"\" autofocus onfocus=\"{OWN}\" x=\"",
    "<style>*{display:none}</style>",
    "<meta http-equiv=refresh content=0;url=/>",
    "<base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/a.css>",
    "<form action=//evil.example><button>",
    "</template><b>out</b>",
    "</textarea><b>out</b>",
    "<!--", "]]>", "<b>bold</b> & &lt;i&gt; &#60;u&#62;",
    "<template id=t-said></template>",
)  # fmt: skip
ADDRESSES = (f"javascript:{OWN}", f"data:text/html,<script>{OWN}</script>", "//evil.example", "vbscript:x")
TEMPLATES = (
    "{{ words }}", "{% include 'x' %}", "{other}", "{time} {other} {x}", "${" + OWN + "}", "%(other)s %s", "{{7*7}}",
    "$& $1 $`",
)  # fmt: skip
SIGNS = (
    "\u202egnp.exe", "a\u2066b\u2067c\u2069d", "\u200b\u200d\ufeffhidden", "مرحبا يا صديقي", "שלום לך",
    "👩\u200d👩\u200d👧 🤍 ok", "Z͑ͫ̓a̴̢l̵g̷o̶", "W" * 39, "ﷺ ﷽", "'; DROP TABLE rooms_seat; --", "\\\\ \\u0041 \\n",
    "__proto__", "constructor", "null", "0", "\u001e split",
)  # fmt: skip
ALL = MARKUP + ADDRESSES + TEMPLATES + SIGNS
LONG = ("pneumono" * 60, "ا" * 500, "🤍" * 200)
