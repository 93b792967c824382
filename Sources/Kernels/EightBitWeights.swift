import KernelTemplates

/// The right-hand factor of products in single precision, kept in 8 bits a weight: a quarter of the
/// memory that every product of a single row must read.
///
/// A column has a scale, its largest weight's 127th part, and whole numbers from -127 to 127 that say
/// how many of it each weight is: no weight moves by more than half of the scale. The row that is
/// multiplied keeps its precision.
final class EightBitWeights: @unchecked Sendable {
  let inner: Int
  let columns: Int
  /// Words of four weights in each column.
  private let words: Int
  private let panels: UnsafeMutablePointer<Int32>
  private let scales: UnsafeMutablePointer<Float>
  private let panelCount: Int

  /// Makes room for a matrix of inner × columns, all zeros until `pack` is called.
  init(inner: Int, columns: Int) {
    (self.inner, self.columns) = (inner, columns)
    words = (inner + 3) / 4
    panelCount = (columns + EightBitRow.columns - 1) / EightBitRow.columns
    let count = panelCount * EightBitRow.columns
    panels = UnsafeMutableRawPointer.allocate(byteCount: max(1, count * words) * 4, alignment: 64)
      .bindMemory(to: Int32.self, capacity: max(1, count * words))
    panels.initialize(repeating: 0, count: count * words)
    scales = .allocate(capacity: max(1, count))
    scales.initialize(repeating: 0, count: max(1, count))
  }

  deinit {
    panels.deallocate()
    scales.deallocate()
  }

  /// Rounds a matrix of inner × columns to 8 bits.
  func pack(_ weights: Operand<Float>) {
    let width = EightBitRow.columns
    for column in 0..<columns {
      var largest: Float = 0
      for k in 0..<inner { largest = max(largest, abs(weights[k, column])) }
      let scale = largest / 127
      scales[column] = scale
      let target = panels + column / width * words * width + column % width
      for word in 0..<words {
        var bits: UInt32 = 0
        for byte in 0..<4 where 4 * word + byte < inner {
          let steps = scale > 0 ? (weights[4 * word + byte, column] / scale).rounded() : 0
          bits |= UInt32(128 + Int(max(-127, min(127, steps)))) << UInt32(8 * byte)
        }
        target[word * width] = Int32(bitPattern: bits)
      }
    }
  }

  /// Computes `C = A * B`, or `C += A * B` when accumulating, where `B` is what was rounded.
  ///
  /// - Parameters:
  ///   - first: what it is added to, where that is not `C`.
  ///   - isReversed: whether the last columns come first.
  func multiply(
    rows: Int, _ a: Operand<Float>, into c: UnsafeMutablePointer<Float>, stride: Int,
    accumulating: Bool, first: FirstRows<Float>? = nil, isReversed: Bool = false,
    on set: InstructionSet
  ) {
    let width = EightBitRow.columns
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 4 * words + width) { memory in
      let (numbers, edge) = (memory.baseAddress!, memory.baseAddress! + 4 * words)
      for k in inner..<4 * words { numbers[k] = 0 }
      for row in 0..<rows {
        for k in 0..<inner { numbers[k] = a[row, k] }
        let total = Self.sum(numbers, count: 4 * words)
        let held = accumulating ? UnsafePointer(c + row * stride) : nil
        let task = EightBitRow(
          words: words, row: numbers, total: total, panels: panels, scales: scales,
          c: c + row * stride, first: first?.row(row) ?? held)
        Float.multiplyEightBits(
          task, panels: columns / width, isReversed: isReversed, on: set)
        if columns % width > 0 { multiplyEdge(task, edge, set) }
      }
    }
  }

  /// The sum of a multiple of four numbers, in four parts that do not wait for each other.
  private static func sum(_ numbers: UnsafePointer<Float>, count: Int) -> Float {
    var parts = SIMD4<Float>()
    for index in stride(from: 0, to: count, by: 4) {
      parts += UnsafeRawPointer(numbers + index).loadUnaligned(as: SIMD4<Float>.self)
    }
    return parts.sum()
  }

  /// The last panel, which is wider than C, in memory of its own.
  private func multiplyEdge(
    _ task: EightBitRow, _ edge: UnsafeMutablePointer<Float>, _ set: InstructionSet
  ) {
    let (first, rest) = (columns - columns % EightBitRow.columns, columns % EightBitRow.columns)
    edge.update(repeating: 0, count: EightBitRow.columns)
    if let held = task.first { edge.update(from: held + first, count: rest) }
    var last = task
    last.panels += first * words
    last.scales += first
    (last.c, last.first) = (edge, UnsafePointer(edge))
    Float.multiplyEightBits(last, panels: 1, isReversed: false, on: set)
    (task.c + first).update(from: edge, count: rest)
  }
}

extension Operand<Float> {
  @inline(__always)
  fileprivate subscript(row: Int, column: Int) -> Float {
    isTransposed ? base[column * stride + row] : base[row * stride + column]
  }
}
