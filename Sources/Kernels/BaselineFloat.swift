import KernelTemplates

/// Single precision on what every processor of its kind has.
enum BaselineFloat: ProductKernel {
  typealias Register = Float4
  static var tileRows: Int {
    #if arch(arm64)
      8
    #else
      4
    #endif
  }

  @inline(never)
  static func tile(_ tile: Tile<Float>) {
    computeTile(upToEightOf: WideRow<Register>.self, tile)
  }

  @inline(never)
  static func narrowTile(_ tile: Tile<Float>) {
    computeTile(upToEightOf: NarrowRow<Register>.self, tile)
  }

  @inline(never)
  static func row(_ row: RowTile<Float>, panels: Int) {
    computeRow(of: Register.self, row, panels: panels)
  }

  @inline(never)
  static func copyingTile(_ tile: Tile<Float>, to panel: UnsafeMutablePointer<Float>) {
    #if arch(arm64)
      computeTileCopying(Rows8<WideRow<Register>>.self, tile, to: panel)
    #else
      computeTileCopying(Rows4<WideRow<Register>>.self, tile, to: panel)
    #endif
  }

  static func multiply(_ product: Product<Float>, workspace: UnsafeMutableRawPointer) {
    computeProduct(Self.self, product, workspace: workspace)
  }

  static func pack(
    _ b: Operand<Float>, inner: Int, columns: Int, into packed: UnsafeMutablePointer<Float>
  ) {
    packColumns(Self.self, b, inner: inner, columns: columns, into: packed)
  }

  static func runTile(repetitions: Int, workspace: UnsafeMutableRawPointer) -> Int {
    repeatTile(Self.self, repetitions: repetitions, workspace: workspace)
  }

  static func evaluate(
    _ function: ElementaryFunction, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    apply(Register.self, function, x, y, count: count)
  }

  static func evaluate(_ function: ElementaryFunction, _ x: Float) -> Float {
    apply(Register.self, function, x)
  }

  static func forward(units: Int, _ row: ForwardGates<Float>) {
    computeGates(Register.self, units: units, row)
  }

  static func backward(units: Int, _ row: BackwardGates<Float>) {
    computeGateGradients(Register.self, units: units, row)
  }

  @inline(never)
  static func multiplyEightBits(_ row: EightBitRow, panels: Int, isReversed: Bool) {
    computeEightBits(of: Register.self, row, panels: panels, isReversed: isReversed)
  }

  static func update(count: Int, _ adam: AdamMemory<Float>) {
    updateByAdam(Register.self, count: count, adam)
  }

  static func exponentiate(
    _ x: UnsafeMutablePointer<Float>, count: Int
  ) -> ExponentialSum<Float> {
    exponentiateBeneathLargest(Register.self, x, count: count)
  }

  static func addScaled(
    _ scale: Float, _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int
  ) {
    addScaledNumbers(Register.self, scale, x, y, count: count)
  }

  static func scale(_ x: UnsafeMutablePointer<Float>, by factor: Float, count: Int) {
    scaleNumbers(Register.self, x, factor, count: count)
  }

  static func sumOfSquares(_ x: UnsafePointer<Float>, count: Int) -> Double {
    addUpSquares(x, count: count)
  }
}
