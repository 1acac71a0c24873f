import { randomUUID } from 'node:crypto';
import { Router } from 'express';

/** As somebody attaches it: its name and what stands in it. */
export interface FileToSend {
  readonly name: string;
  readonly text: string;
}

/** What Teams tells a bot of a file in a person's own chat (docs/facts/teams.md#files). */
export interface FileAttachment {
  readonly contentType: string;
  readonly name: string;
  readonly content: { readonly downloadUrl: string; readonly uniqueId: string; readonly fileType: string };
}

export const FILE = 'application/vnd.microsoft.teams.file.download.info';

/** How many files are kept: an address is good for minutes alone. */
const MOST = 20;

/** Plays the OneDrive of own chats: keeps files for as long as a bot may fetch them, each at an address. */
export class AttachedFiles {
  readonly #files = new Map<string, FileToSend>();

  /** @param origin where the routes are mounted */
  add(file: FileToSend, origin: string): FileAttachment {
    const uniqueId = randomUUID();
    this.#files.set(uniqueId, file);
    const [oldest] = this.#files.keys();
    if (this.#files.size > MOST && oldest !== undefined) this.#files.delete(oldest);
    const downloadUrl = new URL(`/drive/${uniqueId}`, origin).href;
    const fileType = /\.([a-z0-9]+)$/iu.exec(file.name)?.[1] ?? '';
    return { contentType: FILE, name: file.name, content: { downloadUrl, uniqueId, fileType } };
  }

  /** Whoever has the address may read, as in Teams. */
  routes(): Router {
    const router = Router();
    router.get('/drive/:id', (req, res) => {
      const file = this.#files.get(req.params.id);
      if (file === undefined) return void res.sendStatus(404);
      res.type('application/octet-stream').send(Buffer.from(file.text));
    });
    return router;
  }
}
