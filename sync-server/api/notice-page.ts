import type { FastifyReply } from "fastify";
import { nonceOf } from "./security-headers.ts";

/** A page that says one thing and what to do, in both languages. */
export interface Notice {
  readonly status: number;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly textZh: string;
  readonly textEn: string;
  /** A command to type on the server; null when there is none. */
  readonly command: string | null;
}

/** Answers with a notice page. All of its text is ours: nothing of the request is shown. */
export function sendNotice(reply: FastifyReply, notice: Notice): FastifyReply {
  return reply
    .code(notice.status)
    .header("cache-control", "no-store")
    .type("text/html; charset=utf-8")
    .send(noticeHtml(notice, nonceOf(reply)));
}

function noticeHtml(notice: Notice, nonce: string): string {
  const command = notice.command === null ? "" : `<pre><code>${notice.command}</code></pre>`;
  return `<!doctype html>
<html lang="zh-CN" translate="no">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="google" content="notranslate">
<title>${notice.titleZh} · ${notice.titleEn}</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<main>
<h1>${notice.titleZh}</h1>
<p>${notice.textZh}</p>
<div lang="en">
<h2>${notice.titleEn}</h2>
<p>${notice.textEn}</p>
</div>
${command}
</main>
</body>
</html>
`;
}

const STYLE = `
body{margin:0;min-height:100vh;display:grid;place-items:center;background:#E9EDF2;color:#111A25;
font:16px/1.5 "Noto Sans CJK SC","Source Han Sans SC","Noto Sans SC","Microsoft YaHei",sans-serif}
main{box-sizing:border-box;width:min(560px,calc(100vw - 32px));padding:32px;background:#FFF;
border:1px solid #D3DAE3;border-radius:8px}
h1{margin:0 0 8px;font-size:26px}h2{margin:0 0 8px;font-size:18px}p{margin:0 0 24px;color:#435063}
pre{margin:0;padding:12px 16px;background:#0F1722;color:#F3F6FA;border-radius:6px;white-space:pre-wrap;
overflow-wrap:anywhere;font-size:16px}
`;
