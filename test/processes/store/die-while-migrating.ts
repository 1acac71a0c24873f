import Database from 'libsql';
import { openDatabase } from '../../../src/store/databases/sqlite.ts';

/** A process of its own: opens the file, and is killed as by the kernel before it makes the named table. */
const [file = '', table] = process.argv.slice(2);
Database.prototype.prepare = new Proxy(Database.prototype.prepare, {
  apply(prepare, database, [sql]: [string]) {
    if (sql.startsWith(`create table "${table}"`)) process.kill(process.pid, 'SIGKILL');
    return Reflect.apply(prepare, database, [sql]);
  },
});
if (file) void openDatabase(file);
