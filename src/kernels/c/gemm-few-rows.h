/* The tiles of few rows, which gemm.h and gemm-half.h have in common: on parts of a panel, and 1 and 2 rows on several. */
#define ROWS 1
#define VECTORS 1
#include "gemm-tile.h"
#define ROWS 1
#define VECTORS 2
#include "gemm-tile.h"
#define ROWS 2
#define VECTORS 1
#include "gemm-tile.h"
#define ROWS 2
#define VECTORS 2
#include "gemm-tile.h"
#define ROWS 3
#define VECTORS 1
#include "gemm-tile.h"
#define ROWS 3
#define VECTORS 2
#include "gemm-tile.h"
#define ROWS 4
#define VECTORS 1
#include "gemm-tile.h"
#define ROWS 4
#define VECTORS 2
#include "gemm-tile.h"
#if defined(__AVX512F__)
#define ROWS 1
#define VECTORS 3
#include "gemm-tile.h"
#define ROWS 1
#define VECTORS 4
#include "gemm-tile.h"
#define ROWS 2
#define VECTORS 3
#include "gemm-tile.h"
#define ROWS 2
#define VECTORS 4
#include "gemm-tile.h"
#define ROWS 3
#define VECTORS 3
#include "gemm-tile.h"
#define ROWS 3
#define VECTORS 4
#include "gemm-tile.h"
#define ROWS 4
#define VECTORS 3
#include "gemm-tile.h"
#define ROWS 4
#define VECTORS 4
#include "gemm-tile.h"
#define ROWS 1
#define VECTORS 8
#include "gemm-tile.h"
#define ROWS 2
#define VECTORS 8
#include "gemm-tile.h"
#else
#define ROWS 2
#define VECTORS 4
#include "gemm-tile.h"
#if !defined(__wasm__)
#define ROWS 1
#define VECTORS 8
#include "gemm-tile.h"
#endif
#endif
