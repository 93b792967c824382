import Kernels
import LinearAlgebra

/// The memory of attention in one pass over one shard. Sequences are time × rows × size.
struct AttentionPass<Scalar: KernelScalar> {
  let rows: Int
  /// Steps of the queries, and of values and keys.
  let time, source: Int
  let valueSize: Int
  let query, value, key: UnsafePointer<Scalar>
  /// 0 where a step is padding; nil where none is.
  let queryMask, valueMask, keyMask: UnsafePointer<UInt8>?
  let parameters: UnsafePointer<Scalar>
  let gradients: UnsafeMutablePointer<Scalar>
  let output: UnsafeMutablePointer<Scalar>
  let outputGradient: UnsafePointer<Scalar>
  /// rows × time × source: before dropout.
  let weights: UnsafeMutablePointer<Scalar>
  /// Nil where the weights are not handed on.
  let weightGradient: UnsafePointer<Scalar>?
  let scratch: UnsafeMutablePointer<Scalar>
  /// Nil where a model is used and not trained.
  let dropoutSeed: UInt64?

  /// Weights of one row.
  var weightCount: Int { time * source }
}

/// Attention: scores of queries and keys, their softmax over the source, and the mean of values.
///
/// It reads three values, so that a shard runs it with an `AttentionPass`.
struct AttentionCode<Scalar: KernelScalar>: LayerCode {
  let settings: AttentionSettings
  let querySize, keySize: Int
  /// W and U of additive scores with units.
  let queryWeights, keyWeights: ParameterSlot?
  /// v of additive scores, or the one number that products are multiplied by.
  let scale: ParameterSlot?

  var inputSize: Int { querySize }
  /// That of the values, which each call has its own of.
  var outputSize: Int { 0 }

  init(
    _ settings: AttentionSettings, querySize: Int, keySize: Int, name: String,
    layout: inout ParameterLayout
  ) {
    self.settings = settings
    self.querySize = querySize
    self.keySize = keySize
    switch settings.score {
    case .dot(let factor):
      (queryWeights, keyWeights) = (nil, nil)
      scale = factor == .learnt ? layout.addVector(name + ".scale", count: 1) : nil
    case .additive(let units):
      queryWeights = units.map { layout.add(name + ".queryWeights", rows: querySize, columns: $0) }
      keyWeights = units.map { layout.add(name + ".keyWeights", rows: keySize, columns: $0) }
      scale = layout.addVector(name + ".scale", count: units ?? keySize)
    }
  }

  func initialise(
    _ parameters: UnsafeMutablePointer<Scalar>, using generator: inout SeededGenerator
  ) {
    for slot in [queryWeights, keyWeights].compactMap(\.self) {
      Initialisation.glorotUniform(
        parameters + slot.offset, inputs: slot.rows, outputs: slot.columns, gates: 1,
        using: &generator)
    }
    guard let scale else { return }
    if case .dot = settings.score {
      parameters[scale.offset] = 1
      return
    }
    Initialisation.glorotUniform(
      parameters + scale.offset, inputs: scale.columns, outputs: 1, gates: 1, using: &generator)
  }

  func forward(_ pass: LayerPass<Scalar>) { fatalError("attention reads several values") }
  func backward(_ pass: LayerPass<Scalar>) { fatalError("attention reads several values") }

  // MARK: Memory

  func scratchCount(rows: Int, time: Int, source: Int) -> Int {
    AttentionScratch<Scalar>.counts(self, rows: rows, time: time, source: source).reduce(0, +)
  }

  // MARK: Forward

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func forward(_ pass: AttentionPass<Scalar>) {
    let scratch = AttentionScratch(self, pass)
    prepareScores(pass, scratch)
    for row in 0..<pass.rows {
      let weights = pass.weights + row * pass.weightCount
      writeScores(pass, scratch, row: row, into: weights)
      normalise(pass, row: row, weights)
    }
    let used = dropped(pass, scratch)
    let (size, stride) = (pass.valueSize, pass.rows * pass.valueSize)
    for row in 0..<pass.rows {
      Scalar.multiply(
        rows: pass.time, columns: size, inner: pass.source,
        Operand(used + row * pass.weightCount, stride: pass.source),
        Operand(pass.value + row * size, stride: stride), into: pass.output + row * size,
        stride: stride, accumulating: false)
    }
  }

  /// Turns a row's scores into weights: of source steps that count, the softmax; 0 of the others.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private func normalise(
    _ pass: AttentionPass<Scalar>, row: Int, _ weights: UnsafeMutablePointer<Scalar>
  ) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: pass.source) { places in
      var count = 0
      for s in 0..<pass.source {
        let place = s * pass.rows + row
        let isPadding = pass.valueMask?[place] == 0 || pass.keyMask?[place] == 0
        if isPadding { continue }
        places[count] = s
        count += 1
      }
      var seen = count
      for t in 0..<pass.time {
        let scores = weights + t * pass.source
        if settings.isCausal {
          seen = 0
          while seen < count && places[seen] <= t { seen += 1 }
        }
        let isPadding = pass.queryMask?[t * pass.rows + row] == 0
        softmax(scores, places.baseAddress!, isPadding ? 0 : seen, source: pass.source)
      }
    }
  }

  /// The softmax over the scores at some places, in their order; zeros elsewhere.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private func softmax(
    _ scores: UnsafeMutablePointer<Scalar>, _ places: UnsafePointer<Int>, _ count: Int, source: Int
  ) {
    if count == 0 { return scores.update(repeating: 0, count: source) }
    // What counts goes to the front, and from there back to its places, last first.
    for index in 0..<count { scores[index] = scores[places[index]] }
    ActivationFunction.softmax.apply(scores, into: scores, rows: 1, columns: count)
    if count == source { return }
    (scores + count).update(repeating: 0, count: source - count)
    for index in (0..<count).reversed() where places[index] != index {
      scores[places[index]] = scores[index]
      scores[index] = 0
    }
  }

  /// The weights that values are multiplied by: those that dropout leaves.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private func dropped(
    _ pass: AttentionPass<Scalar>, _ scratch: AttentionScratch<Scalar>
  ) -> UnsafePointer<Scalar> {
    if settings.dropout == 0 || pass.dropoutSeed == nil { return UnsafePointer(pass.weights) }
    let count = pass.rows * pass.weightCount
    drawDropout(
      rate: settings.dropout, seed: pass.dropoutSeed, scratch.multipliers, count: count)
    for index in 0..<count {
      scratch.dropped[index] = pass.weights[index] * scratch.multipliers[index]
    }
    return UnsafePointer(scratch.dropped)
  }

  // MARK: Backward

  /// Writes the gradients of the parameters, and keeps those of the scores for `writeGradient`.
  ///
  ///     dw(t, s) = do(t) · value(s)        dscore = w ⊙ (dw − Σ w dw)
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func backward(_ pass: AttentionPass<Scalar>) {
    let scratch = AttentionScratch(self, pass)
    let (size, stride) = (pass.valueSize, pass.rows * pass.valueSize)
    let isDropped = settings.dropout > 0 && pass.dropoutSeed != nil
    for row in 0..<pass.rows {
      let start = row * pass.weightCount
      let (gradient, weights) = (scratch.scoreGradient + start, pass.weights + start)
      Scalar.multiply(
        rows: pass.time, columns: pass.source, inner: size,
        Operand(pass.outputGradient + row * size, stride: stride),
        Operand(pass.value + row * size, stride: stride, isTransposed: true), into: gradient,
        stride: pass.source, accumulating: false)
      if isDropped {
        for index in 0..<pass.weightCount { gradient[index] *= scratch.multipliers[start + index] }
      }
      if let given = pass.weightGradient {
        Scalar.addScaled(1, given + start, to: gradient, count: pass.weightCount)
      }
      for first in Swift.stride(from: 0, to: pass.weightCount, by: pass.source) {
        var mean: Scalar = 0
        for index in first..<first + pass.source { mean += weights[index] * gradient[index] }
        for index in first..<first + pass.source {
          gradient[index] = weights[index] * (gradient[index] - mean)
        }
      }
    }
    scoresBackward(pass, scratch)
  }

  /// Writes the gradient of the query (0), the values (1) or the keys (2), after `backward`.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func writeGradient(
    ofInput input: Int, _ pass: AttentionPass<Scalar>, into target: UnsafeMutablePointer<Scalar>
  ) {
    let scratch = AttentionScratch(self, pass)
    if input != 1 {
      return writeScoreGradient(isQuery: input == 0, pass, scratch, into: target)
    }
    let isDropped = settings.dropout > 0 && pass.dropoutSeed != nil
    let used = isDropped ? scratch.dropped : pass.weights
    let (size, stride) = (pass.valueSize, pass.rows * pass.valueSize)
    for row in 0..<pass.rows {
      Scalar.multiply(
        rows: pass.source, columns: size, inner: pass.time,
        Operand(used + row * pass.weightCount, stride: pass.source, isTransposed: true),
        Operand(pass.outputGradient + row * size, stride: stride), into: target + row * size,
        stride: stride, accumulating: false)
    }
  }
}
