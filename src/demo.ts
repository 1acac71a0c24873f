import { runProcess } from './run-process.ts';
import { startDemo } from './start-demo.ts';

runProcess(() => startDemo(process.stdout));
