import KernelTemplates

#if arch(x86_64) && canImport(KernelsAVX512)
  import KernelsAVX2
  import KernelsAVX512
#endif

/// One factor of a matrix product: where its numbers start and how they lie in memory.
public typealias Operand<Scalar> = KernelTemplates.Operand<Scalar>

/// Computes `C = A * B`, or `C += A * B` when accumulating, in single precision.
///
/// A number of C is the sum of its products in the order of the inner index, starting from zero or
/// from what C held. It does not depend on how many rows are computed with it, so a product may be
/// split by rows over threads without changing a bit (except by Accelerate, on Apple's systems).
/// Any number of threads may multiply at once.
///
/// - Parameters:
///   - rows: rows of `A` and `C`.
///   - columns: columns of `B` and `C`.
///   - inner: columns of `A` and rows of `B`; with 0, the product is zero.
///   - a: `A`, rows × inner.
///   - b: `B`, inner × columns.
///   - c: `C`, rows × columns, row-major.
///   - stride: elements from one row of `C` to the next, at least `columns`.
///   - accumulating: whether the product is added to what `C` holds.
public func multiply(
  rows: Int, columns: Int, inner: Int, _ a: Operand<Float>, _ b: Operand<Float>,
  into c: UnsafeMutablePointer<Float>, stride: Int, accumulating: Bool = false
) {
  multiply(
    Product(
      rows: rows, columns: columns, inner: inner, a: a, b: b, isPacked: false, c: c,
      cStride: stride, accumulating: accumulating),
    on: InstructionSet.current)
}

/// Computes `C = A * B`, or `C += A * B` when accumulating, in double precision.
///
/// As in single precision, a number of C does not depend on how many rows are computed with it. It
/// is the same on every processor that adds products with one rounding: x86-64 since AVX2, arm64.
public func multiply(
  rows: Int, columns: Int, inner: Int, _ a: Operand<Double>, _ b: Operand<Double>,
  into c: UnsafeMutablePointer<Double>, stride: Int, accumulating: Bool = false
) {
  multiply(
    Product(
      rows: rows, columns: columns, inner: inner, a: a, b: b, isPacked: false, c: c,
      cStride: stride, accumulating: accumulating),
    on: InstructionSet.current)
}

func multiply(_ product: Product<Float>, on set: InstructionSet) {
  let workspace = Workspace.ofThisThread
  switch set {
  #if arch(x86_64) && canImport(KernelsAVX512)
    case .avx512: AVX512Float.multiply(product, workspace: workspace)
    case .avx2: AVX2Float.multiply(product, workspace: workspace)
  #endif
  #if canImport(Accelerate)
    case .accelerate: multiplyByAccelerate(product)
  #endif
  default: BaselineFloat.multiply(product, workspace: workspace)
  }
}

func multiply(_ product: Product<Double>, on set: InstructionSet) {
  let workspace = Workspace.ofThisThread
  switch set {
  #if arch(x86_64) && canImport(KernelsAVX512)
    case .avx512: AVX512Double.multiply(product, workspace: workspace)
    case .avx2: AVX2Double.multiply(product, workspace: workspace)
  #endif
  default: BaselineDouble.multiply(product, workspace: workspace)
  }
}

// MARK: - Packing

func pack(
  _ b: Operand<Float>, inner: Int, columns: Int, into packed: UnsafeMutablePointer<Float>,
  on set: InstructionSet
) {
  switch set {
  #if arch(x86_64) && canImport(KernelsAVX512)
    case .avx512: AVX512Float.pack(b, inner: inner, columns: columns, into: packed)
    case .avx2: AVX2Float.pack(b, inner: inner, columns: columns, into: packed)
  #endif
  #if canImport(Accelerate)
    case .accelerate: packForAccelerate(b, inner: inner, columns: columns, into: packed)
  #endif
  default: BaselineFloat.pack(b, inner: inner, columns: columns, into: packed)
  }
}

func pack(
  _ b: Operand<Double>, inner: Int, columns: Int, into packed: UnsafeMutablePointer<Double>,
  on set: InstructionSet
) {
  switch set {
  #if arch(x86_64) && canImport(KernelsAVX512)
    case .avx512: AVX512Double.pack(b, inner: inner, columns: columns, into: packed)
    case .avx2: AVX2Double.pack(b, inner: inner, columns: columns, into: packed)
  #endif
  default: BaselineDouble.pack(b, inner: inner, columns: columns, into: packed)
  }
}

// MARK: - The micro-kernel alone

/// Runs the single-precision micro-kernel on panels that fit the first cache, and nothing else:
/// what a product could reach if moving numbers were free.
///
/// - Returns: the number of floating-point operations done, for the caller to time.
public func runMicroKernel(repetitions: Int) -> Int {
  runFloatMicroKernel(repetitions: repetitions, on: InstructionSet.current)
}

func runFloatMicroKernel(repetitions: Int, on set: InstructionSet) -> Int {
  let workspace = Workspace.ofThisThread
  return switch set {
  #if arch(x86_64) && canImport(KernelsAVX512)
    case .avx512: AVX512Float.runTile(repetitions: repetitions, workspace: workspace)
    case .avx2: AVX2Float.runTile(repetitions: repetitions, workspace: workspace)
  #endif
  default: BaselineFloat.runTile(repetitions: repetitions, workspace: workspace)
  }
}

func runDoubleMicroKernel(repetitions: Int, on set: InstructionSet) -> Int {
  let workspace = Workspace.ofThisThread
  return switch set {
  #if arch(x86_64) && canImport(KernelsAVX512)
    case .avx512: AVX512Double.runTile(repetitions: repetitions, workspace: workspace)
    case .avx2: AVX2Double.runTile(repetitions: repetitions, workspace: workspace)
  #endif
  default: BaselineDouble.runTile(repetitions: repetitions, workspace: workspace)
  }
}
