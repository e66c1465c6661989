// Shows the document with Redoc, in the colours of the other pages.
const fonts = '-apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif';

Redoc.init(
  document.getElementById("tool").dataset.document,
  {
    scrollYOffset: ".bar",
    hideDownloadButtons: true,
    theme: {
      colors: { primary: { main: "#8f1d2f" }, text: { primary: "#2f2a2b" } },
      typography: {
        fontFamily: fonts,
        fontSize: "15px",
        headings: { fontFamily: fonts, fontWeight: "700" },
        code: { fontFamily: 'ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace', color: "#8f1d2f" },
        links: { color: "#8f1d2f", visited: "#8f1d2f" },
      },
      sidebar: { backgroundColor: "#f5f3f1", textColor: "#2f2a2b" },
      rightPanel: { backgroundColor: "#211e1f" },
    },
  },
  document.getElementById("tool"),
);
