package io.mailwright.batch.send;

/** Read in place of a recipient where a chunk ends though JBeret did not notice. */
enum ChunkEnd {
  /** All that was claimed is read; the processor lets nothing of this through. */
  REACHED
}
