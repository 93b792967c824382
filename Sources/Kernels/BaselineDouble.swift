import KernelTemplates

/// Double precision on what every processor of its kind has.
enum BaselineDouble: ProductKernel {
  typealias Register = Double2
  static var tileRows: Int {
    #if arch(arm64)
      8
    #else
      4
    #endif
  }

  @inline(never)
  static func tile(_ tile: Tile<Double>) {
    computeTile(upToEightOf: WideRow<Register>.self, tile)
  }

  @inline(never)
  static func narrowTile(_ tile: Tile<Double>) {
    computeTile(upToEightOf: NarrowRow<Register>.self, tile)
  }

  @inline(never)
  static func row(_ row: RowTile<Double>, panels: Int) {
    computeRow(of: Register.self, row, panels: panels)
  }

  @inline(never)
  static func copyingTile(_ tile: Tile<Double>, to panel: UnsafeMutablePointer<Double>) {
    #if arch(arm64)
      computeTileCopying(Rows8<WideRow<Register>>.self, tile, to: panel)
    #else
      computeTileCopying(Rows4<WideRow<Register>>.self, tile, to: panel)
    #endif
  }

  static func multiply(_ product: Product<Double>, workspace: UnsafeMutableRawPointer) {
    computeProduct(Self.self, product, workspace: workspace)
  }

  static func pack(
    _ b: Operand<Double>, inner: Int, columns: Int, into packed: UnsafeMutablePointer<Double>
  ) {
    packColumns(Self.self, b, inner: inner, columns: columns, into: packed)
  }

  static func runTile(repetitions: Int, workspace: UnsafeMutableRawPointer) -> Int {
    repeatTile(Self.self, repetitions: repetitions, workspace: workspace)
  }

  static func evaluate(
    _ function: ElementaryFunction, _ x: UnsafePointer<Double>,
    into y: UnsafeMutablePointer<Double>,
    count: Int
  ) {
    apply(Register.self, function, x, y, count: count)
  }

  static func evaluate(_ function: ElementaryFunction, _ x: Double) -> Double {
    apply(Register.self, function, x)
  }

  static func forward(units: Int, _ row: ForwardGates<Double>) {
    computeGates(Register.self, units: units, row)
  }

  static func backward(units: Int, _ row: BackwardGates<Double>) {
    computeGateGradients(Register.self, units: units, row)
  }

  static func update(count: Int, _ adam: AdamMemory<Double>) {
    updateByAdam(Register.self, count: count, adam)
  }

  static func exponentiate(
    _ x: UnsafeMutablePointer<Double>, count: Int
  ) -> ExponentialSum<Double> {
    exponentiateBeneathLargest(Register.self, x, count: count)
  }

  static func addScaled(
    _ scale: Double, _ x: UnsafePointer<Double>, to y: UnsafeMutablePointer<Double>, count: Int
  ) {
    addScaledNumbers(Register.self, scale, x, y, count: count)
  }

  static func scale(_ x: UnsafeMutablePointer<Double>, by factor: Double, count: Int) {
    scaleNumbers(Register.self, x, factor, count: count)
  }

  static func sumOfSquares(_ x: UnsafePointer<Double>, count: Int) -> Double {
    addUpSquares(x, count: count)
  }
}
