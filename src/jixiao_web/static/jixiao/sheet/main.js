// The table of one form, edited in place: every cell is saved as it is left, the page takes what the server says changed.
import { fit, fitAll, form } from "./page.js";
import { watchColleagues } from "./colleagues.js";
import { offer } from "./drafts.js";
import { watchGrid } from "./grid.js";
import { markRows } from "./news.js";
import { watchRows } from "./rows.js";
import { watchSaving } from "./saving.js";
import { watchSide } from "./side.js";

form.addEventListener("input", (event) => fit(event.target));
watchSaving();
watchGrid();
watchRows();
watchSide();
watchColleagues();
markRows();
fitAll();
offer();
