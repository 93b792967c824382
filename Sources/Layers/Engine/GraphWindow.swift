import Kernels

/// A batch as the shards of a graph read it.
struct GraphWindow<Scalar: KernelScalar>: Sendable {
  struct Part: Sendable {
    /// Time steps; 1 for vectors.
    var time: Int
    /// rows × time; empty where the input is of numbers.
    var symbols: [Int32] = []
    /// rows × time × features; empty where the input is of symbols.
    var numbers: [Scalar] = []
    /// How many time steps each row has; empty where all have `time`.
    var lengths: [Int] = []
    /// rows × time, 0 where a step is padding, whatever the rules say; empty where they decide.
    var mask: [UInt8] = []
  }

  let rows: Int
  /// One for each input.
  let parts: [Part]
  /// One for each output; none where there is only something to predict from.
  var targets: [WindowTargets<Scalar>] = []
  /// What the targets count; empty where all count 1.
  var weights: [WindowWeights<Scalar>] = []

  func weights(ofOutput index: Int) -> WindowWeights<Scalar> {
    weights.isEmpty ? WindowWeights() : weights[index]
  }

  init(rows: Int, parts: [Part]) {
    self.rows = rows
    self.parts = parts
  }

  /// A batch of symbols and, for each of them, a class to predict.
  init(rows: Int, time: Int, symbols: [Int32], classes: [Int32]) {
    self.rows = rows
    parts = [Part(time: time, symbols: symbols)]
    targets = [.classes(classes)]
  }

  /// The length of a time axis.
  func length(_ axis: StepCount) -> Int { axis.length { parts[$0].time } }

  /// Time steps of a value of this shape; 1 where it is a vector.
  func time(of shape: GraphShape) -> Int { shape.steps.map(length) ?? 1 }

  /// Target steps of attention's weights; 1 of all others that are outputs.
  func outerTime(of shape: GraphShape) -> Int { shape.outer.map(length) ?? 1 }

  /// For each rule which steps count, rows × time; empty where all do.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func masks(_ rules: [MaskRule], _ network: GraphNetwork<Scalar>) -> [[UInt8]] {
    var result: [[UInt8]] = []
    for rule in rules {
      // A rule about others comes after them.
      let mask = mask(rule, result, network)
      result.append(mask.contains(0) ? mask : [])
    }
    return result
  }

  private func mask(
    _ rule: MaskRule, _ earlier: [[UInt8]], _ network: GraphNetwork<Scalar>
  ) -> [UInt8] {
    switch rule {
    case .lengths(let index):
      let part = parts[index]
      if part.mask.isEmpty, part.lengths.allSatisfy({ $0 == part.time }) { return [] }
      return mask(ofInput: index) { _ in true }
    case .nonzero(let index):
      return mask(ofInput: index) { parts[index].symbols[$0] != 0 }
    case .unlike(let index, let value):
      let width = network.features(ofInput: index)
      let numbers = parts[index].numbers
      return mask(ofInput: index) { step in
        numbers[step * width..<(step + 1) * width].contains { number in
          value.isNaN ? !number.isNaN : number != Scalar(Double(value))
        }
      }
    case .any(let rules):
      if rules.contains(where: { earlier[$0].isEmpty }) { return [] }
      return earlier[rules[0]].indices.map { step in
        rules.contains { earlier[$0][step] != 0 } ? 1 : 0
      }
    case .mapped(let rule, let map):
      let mask = earlier[rule]
      let time = mask.count / rows
      return (0..<rows).flatMap { map.mask(mask[$0 * time..<($0 + 1) * time]) }
    }
  }

  private func mask(ofInput index: Int, _ counts: (Int) -> Bool) -> [UInt8] {
    let part = parts[index]
    if !part.mask.isEmpty { return part.mask }
    var result = [UInt8](repeating: 0, count: rows * part.time)
    for row in 0..<rows {
      for t in 0..<(part.lengths.isEmpty ? part.time : part.lengths[row]) {
        result[row * part.time + t] = counts(row * part.time + t) ? 1 : 0
      }
    }
    return result
  }
}

/// What a batch's targets count in the loss.
struct WindowWeights<Scalar: KernelScalar>: Sendable {
  /// rows × output steps, or with a loss of sequences one a row; empty where all count 1.
  var factors: [Scalar] = []
  /// rows × output steps, 0 where a step is left out; empty where none is.
  var mask: [UInt8] = []
}

/// What a batch is to predict.
enum WindowTargets<Scalar: KernelScalar>: Sendable {
  case none
  /// rows × output steps.
  case classes([Int32])
  /// rows × output steps × size, that of the outputs where it is nil.
  case values([Scalar], size: Int? = nil)
  /// For each row as many numbers as there are: the target of a loss of sequences.
  case sequences([[Int]])
  /// For each row and target step of attention the places that its weights may point to.
  case places([[[Int]]])
}
