#!/usr/bin/env node
import { platform } from '#platform';
import { commands } from './commands.ts';
import { run } from './run.ts';
import { tasks } from './tasks.ts';

platform.process.setExitCode(await run(platform.process.args, { platform, tasks, commands }));
