import { runProcess } from './service/process.ts';
import { startDemo } from './service/start-demo.ts';

runProcess(() => startDemo(process.stdout));
