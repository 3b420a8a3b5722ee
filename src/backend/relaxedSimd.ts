/** A module with one function: three zero vectors, f32x4.relaxed_madd, drop. */
const probe = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 20, 1, 18, 0],
  ...[65, 0, 253, 17, 65, 0, 253, 17, 65, 0, 253, 17, 253, 133, 2, 26, 11],
);

/** Whether this WebAssembly engine has relaxed SIMD: fused multiply-adds, where the processor has them. */
export const hasRelaxedSimd = (): boolean => WebAssembly.validate(probe);
