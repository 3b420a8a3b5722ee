import type { Platform } from '../platform/platform.ts';

/** The platform with a file named `-`, which is standard input. */
export function withStandardInput(platform: Platform): Platform {
  const { files, process } = platform;
  return {
    ...platform,
    process,
    files: {
      ...files,
      read: async (path) =>
        path === '-' ? new TextEncoder().encode(await process.input()) : await files.read(path),
      exists: async (path) => path === '-' || (await files.exists(path)),
      isFolder: async (path) => path !== '-' && (await files.isFolder(path)),
      baseName: (path) => (path === '-' ? 'standard input' : files.baseName(path)),
    },
  };
}
