/** A page of the server itself, for when the screen cannot be shown: two languages, no script, no style. */
function plainPage(zh: string, en: string): string {
  return `<!doctype html>
<html lang="zh-CN" translate="no">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Gatehouse</title>
<h1>${zh}</h1>
<p lang="en">${en}</p>
</html>
`;
}

/** Answer 401. */
export const NO_SESSION_PAGE = plainPage(
  "此窗口没有登录。请在本机终端运行 <code>npm run station -- --open</code>，用它给出的一次性链接打开。",
  "This window has no session. On this machine run <code>npm run station -- --open</code> and open the one-time link that it prints.",
);

/** Answer 403. */
export const ENTRY_REFUSED_PAGE = plainPage(
  "链接已使用或已过期（10 分钟）。请再运行 <code>npm run station -- --open</code> 取新的链接。",
  "This link was used or has expired (10 minutes). Run <code>npm run station -- --open</code> again for a fresh one.",
);

/** Answer 503. */
export const NO_SCREEN_PAGE = plainPage(
  "界面文件不存在，请运维重新安装或构建。",
  "The screen's files are not there: ops must build or install them again.",
);
