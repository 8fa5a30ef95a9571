/* On pages without questions: sends the answers that an earlier page had to leave behind. */

import { makeSender } from "./sending.js";

const notice = (count) => {
  const words = ngettext(
    "%s answer kept on this device was saved now. Reload this page to see it counted.",
    "%s answers kept on this device were saved now. Reload this page to see them counted.",
    count,
  );
  window.landfall?.toast(words.replace("%s", String(count)), "good");
};

const resume = async () => {
  let count = 0;
  const onEvent = ({ kind, entry, again }) => {
    if (kind === "done" && entry.kind === "answer" && !again) count += 1;
    if (kind === "idle" && count) notice(count);
    if (kind === "idle") count = 0;
  };
  const sender = makeSender({ user: document.body.dataset.person, onEvent });
  await sender.recover();
  await sender.flush();
};

resume();
