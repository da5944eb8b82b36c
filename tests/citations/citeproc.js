// Formats each item of a file by itself with citeproc-js: node citeproc.js ITEMS STYLE.csl LOCALES_FOLDER LOCALE
// The module `citeproc` is found by NODE_PATH. Prints a JSON array of plain texts.
const fs = require("fs");
const CSL = require("citeproc");

const [itemsFile, styleFile, localesFolder, locale] = process.argv.slice(2);
const style = fs.readFileSync(styleFile, "utf8");
const plain = (html) =>
  html
    .replace(/<[^>]+>/g, "")
    .replace(/&#38;|&amp;/g, "&").replace(/&#60;|&lt;/g, "<").replace(/&#62;|&gt;/g, ">").replace(/&quot;/g, '"')
    .replace(/\s+/g, " ")
    .trim();

const texts = JSON.parse(fs.readFileSync(itemsFile, "utf8")).map((item) => {
  const system = {
    retrieveLocale: (name) => {
      const file = `${localesFolder}/locales-${name}.xml`;
      return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : false;
    },
    retrieveItem: () => item,
  };
  const engine = new CSL.Engine(system, style, locale, true);
  engine.updateItems([item.id]);
  const made = engine.makeBibliography();
  return made ? plain(made[1].join("").replace(/<\/div>\s*<div[^>]*>/g, " ")) : "";
});
process.stdout.write(JSON.stringify(texts));
