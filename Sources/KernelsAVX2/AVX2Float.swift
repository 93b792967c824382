import KernelTemplates

/// Single precision on AVX2 with FMA.
public enum AVX2Float: ProductKernel {
  public typealias Register = FusedFloat8
  public static var tileRows: Int { 6 }

  @inline(never)
  public static func tile(_ tile: Tile<Float>) {
    computeTile(upToEightOf: WideRow<Register>.self, tile)
  }

  @inline(never)
  public static func narrowTile(_ tile: Tile<Float>) {
    computeTile(upToEightOf: NarrowRow<Register>.self, tile)
  }

  @inline(never)
  public static func row(_ row: RowTile<Float>, panels: Int) {
    computeRow(of: Register.self, row, panels: panels)
  }

  @inline(never)
  public static func copyingTile(_ tile: Tile<Float>, to panel: UnsafeMutablePointer<Float>) {
    computeTileCopying(Rows6<WideRow<Register>>.self, tile, to: panel)
  }

  public static func multiply(_ product: Product<Float>, workspace: UnsafeMutableRawPointer) {
    computeProduct(Self.self, product, workspace: workspace)
  }

  public static func pack(
    _ b: Operand<Float>, inner: Int, columns: Int, into packed: UnsafeMutablePointer<Float>
  ) {
    packColumns(Self.self, b, inner: inner, columns: columns, into: packed)
  }

  public static func runTile(repetitions: Int, workspace: UnsafeMutableRawPointer) -> Int {
    repeatTile(Self.self, repetitions: repetitions, workspace: workspace)
  }

  public static func evaluate(
    _ function: ElementaryFunction, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    apply(Register.self, function, x, y, count: count)
  }

  public static func evaluate(_ function: ElementaryFunction, _ x: Float) -> Float {
    apply(Register.self, function, x)
  }

  public static func forward(units: Int, _ row: ForwardGates<Float>) {
    computeGates(Register.self, units: units, row)
  }

  public static func backward(units: Int, _ row: BackwardGates<Float>) {
    computeGateGradients(Register.self, units: units, row)
  }

  @inline(never)
  public static func multiplyEightBits(_ row: EightBitRow, panels: Int, isReversed: Bool) {
    computeEightBits(of: Register.self, row, panels: panels, isReversed: isReversed)
  }

  public static func update(count: Int, _ adam: AdamMemory<Float>) {
    updateByAdam(Register.self, count: count, adam)
  }

  public static func exponentiate(
    _ x: UnsafeMutablePointer<Float>, count: Int
  ) -> ExponentialSum<Float> {
    exponentiateBeneathLargest(Register.self, x, count: count)
  }

  public static func addScaled(
    _ scale: Float, _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int
  ) {
    addScaledNumbers(Register.self, scale, x, y, count: count)
  }

  public static func scale(_ x: UnsafeMutablePointer<Float>, by factor: Float, count: Int) {
    scaleNumbers(Register.self, x, factor, count: count)
  }

  public static func sumOfSquares(_ x: UnsafePointer<Float>, count: Int) -> Double {
    addUpSquares(x, count: count)
  }
}
