import Kernels

/// A batch as shards read it: rows of equal length, padded where a mask says so.
struct Window<Scalar: KernelScalar>: Sendable {
  let rows: Int
  /// Time steps of the inputs.
  let time: Int
  /// rows × time; empty where the model reads numbers.
  var symbols: [Int32] = []
  /// rows × time × features; empty where the model reads symbols.
  var numbers: [Scalar] = []
  /// rows × time, 0 where a step is padding; empty where none is.
  var mask: [UInt8] = []
  var targets = WindowTargets<Scalar>.none

  /// A batch of symbols and, for each of them, a class to predict.
  init(rows: Int, time: Int, symbols: [Int32], classes: [Int32]) {
    self.rows = rows
    self.time = time
    self.symbols = symbols
    targets = .classes(classes)
  }

  init(rows: Int, time: Int) {
    self.rows = rows
    self.time = time
  }
}

/// What a batch is to predict.
enum WindowTargets<Scalar: KernelScalar>: Sendable {
  case none
  /// rows × output steps.
  case classes([Int32])
  /// rows × output steps × output size.
  case values([Scalar])
  /// For each row as many numbers as there are: the target of a loss of sequences.
  case sequences([[Int]])
  /// For each row and target step of attention the places that its weights may point to.
  case places([[[Int]]])
}

extension Window {
  /// The outputs that count in the loss: those of steps that are not padding.
  ///
  /// - Parameter outputTime: the time steps of the output, `time` or 1.
  func outputCount(outputTime: Int) -> Int {
    if outputTime != time || mask.isEmpty { return rows * outputTime }
    return mask.reduce(0) { $0 + Int($1) }
  }
}
