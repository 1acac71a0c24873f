import { startDemo } from './service/demo/start-demo.ts';
import { runProcess } from './service/process.ts';

runProcess(() => startDemo(process.stdout));
