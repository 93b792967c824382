import KernelTemplates

/// Double precision on AVX-512.
public enum AVX512Double: ProductKernel {
  public typealias Register = FusedDouble8
  public static var tileRows: Int { 8 }

  @inline(never)
  public static func tile(_ tile: Tile<Double>) {
    computeTile(upToEightOf: WideRow<Register>.self, tile)
  }

  @inline(never)
  public static func narrowTile(_ tile: Tile<Double>) {
    computeTile(upToEightOf: NarrowRow<Register>.self, tile)
  }

  @inline(never)
  public static func row(_ row: RowTile<Double>, panels: Int) {
    computeRow(of: Register.self, row, panels: panels)
  }

  @inline(never)
  public static func copyingTile(_ tile: Tile<Double>, to panel: UnsafeMutablePointer<Double>) {
    computeTileCopying(Rows8<WideRow<Register>>.self, tile, to: panel)
  }

  public static func multiply(_ product: Product<Double>, workspace: UnsafeMutableRawPointer) {
    computeProduct(Self.self, product, workspace: workspace)
  }

  public static func pack(
    _ b: Operand<Double>, inner: Int, columns: Int, into packed: UnsafeMutablePointer<Double>
  ) {
    packColumns(Self.self, b, inner: inner, columns: columns, into: packed)
  }

  public static func runTile(repetitions: Int, workspace: UnsafeMutableRawPointer) -> Int {
    repeatTile(Self.self, repetitions: repetitions, workspace: workspace)
  }

  public static func evaluate(
    _ function: ElementaryFunction, _ x: UnsafePointer<Double>,
    into y: UnsafeMutablePointer<Double>,
    count: Int
  ) {
    apply(Register.self, function, x, y, count: count)
  }

  public static func evaluate(_ function: ElementaryFunction, _ x: Double) -> Double {
    apply(Register.self, function, x)
  }

  public static func forward(units: Int, _ row: ForwardGates<Double>) {
    computeGates(Register.self, units: units, row)
  }

  public static func backward(units: Int, _ row: BackwardGates<Double>) {
    computeGateGradients(Register.self, units: units, row)
  }

  public static func update(count: Int, _ adam: AdamMemory<Double>) {
    updateByAdam(Register.self, count: count, adam)
  }

  public static func exponentiate(
    _ x: UnsafeMutablePointer<Double>, count: Int
  ) -> ExponentialSum<Double> {
    exponentiateBeneathLargest(Register.self, x, count: count)
  }

  public static func addScaled(
    _ scale: Double, _ x: UnsafePointer<Double>, to y: UnsafeMutablePointer<Double>, count: Int
  ) {
    addScaledNumbers(Register.self, scale, x, y, count: count)
  }

  public static func scale(_ x: UnsafeMutablePointer<Double>, by factor: Double, count: Int) {
    scaleNumbers(Register.self, x, factor, count: count)
  }

  public static func sumOfSquares(_ x: UnsafePointer<Double>, count: Int) -> Double {
    addUpSquares(x, count: count)
  }
}
