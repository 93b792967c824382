import Kernels

/// The scratch memory of attention, cut up.
struct AttentionScratch<Scalar: KernelScalar> {
  /// rows × time × source.
  let scoreGradient, dropped, multipliers: UnsafeMutablePointer<Scalar>
  /// What additive scores add up: time × rows × units, source × rows × units.
  let queries, keys: UnsafeMutablePointer<Scalar>
  let queryGradient, keyGradient: UnsafeMutablePointer<Scalar>
  /// Of one query: source × units, twice; or for a learnt factor, time × size.
  let hidden, work: UnsafeMutablePointer<Scalar>

  @inline(__always)
  init(_ code: AttentionCode<Scalar>, _ pass: AttentionPass<Scalar>) {
    let counts = Self.counts(code, rows: pass.rows, time: pass.time, source: pass.source)
    var next = pass.scratch
    func take(_ index: Int) -> UnsafeMutablePointer<Scalar> {
      defer { next += counts[index] }
      return next
    }
    (scoreGradient, dropped, multipliers) = (take(0), take(1), take(2))
    (queries, keys) = (take(3), take(4))
    (queryGradient, keyGradient) = (take(5), take(6))
    (hidden, work) = (take(7), take(8))
  }

  static func counts(
    _ code: AttentionCode<Scalar>, rows: Int, time: Int, source: Int
  ) -> [Int] {
    let weights = rows * time * source
    let dropped = code.settings.dropout > 0 ? weights : 0
    guard case .additive = code.settings.score, let units = code.scale?.columns else {
      let work = code.scale == nil ? 0 : time * code.keySize
      return [weights, dropped, dropped, 0, 0, 0, 0, 0, work]
    }
    let (queries, keys, one) = (time * rows * units, source * rows * units, source * units)
    let projected = code.queryWeights == nil ? (0, 0) : (queries, keys)
    return [
      weights, dropped, dropped, projected.0, projected.1, queries, keys, one, one,
    ]
  }
}

extension AttentionCode {
  /// What products are multiplied by.
  private func factor(_ parameters: UnsafePointer<Scalar>) -> Scalar {
    guard case .dot(let factor) = settings.score else { return 1 }
    switch factor {
    case .rootOfSize: return 1 / Scalar(Double(keySize).squareRoot())
    case .one: return 1
    case .learnt: return parameters[scale!.offset]
    }
  }

  // MARK: Forward

  /// Multiplies all queries and keys by W and U, where there are such.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func prepareScores(_ pass: AttentionPass<Scalar>, _ scratch: AttentionScratch<Scalar>) {
    guard let queryWeights, let keyWeights else { return }
    project(
      pass.query, count: pass.time * pass.rows, pass.parameters, queryWeights, into: scratch.queries
    )
    project(
      pass.key, count: pass.source * pass.rows, pass.parameters, keyWeights, into: scratch.keys)
  }

  private func project(
    _ x: UnsafePointer<Scalar>, count: Int, _ parameters: UnsafePointer<Scalar>,
    _ slot: ParameterSlot, into result: UnsafeMutablePointer<Scalar>
  ) {
    Scalar.multiply(
      rows: count, columns: slot.columns, inner: slot.rows, Operand(x, stride: slot.rows),
      Operand(parameters + slot.offset, stride: slot.columns), into: result, stride: slot.columns,
      accumulating: false)
  }

  /// Writes a row's scores, time × source.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func writeScores(
    _ pass: AttentionPass<Scalar>, _ scratch: AttentionScratch<Scalar>, row: Int,
    into scores: UnsafeMutablePointer<Scalar>
  ) {
    if case .dot = settings.score {
      let (size, stride) = (keySize, pass.rows * keySize)
      Scalar.multiply(
        rows: pass.time, columns: pass.source, inner: size,
        Operand(pass.query + row * size, stride: stride),
        Operand(pass.key + row * size, stride: stride, isTransposed: true), into: scores,
        stride: pass.source, accumulating: false)
      let factor = factor(pass.parameters)
      return Scalar.scale(scores, by: factor, count: pass.weightCount)
    }
    let units = scale!.columns
    for t in 0..<pass.time {
      writeHidden(pass, scratch, row: row, t)
      Scalar.multiply(
        rows: 1, columns: pass.source, inner: units,
        Operand(pass.parameters + scale!.offset, stride: units),
        Operand(UnsafePointer(scratch.hidden), stride: units, isTransposed: true),
        into: scores + t * pass.source, stride: pass.source, accumulating: false)
    }
  }

  /// tanh(query(t) * W + key(s) * U) of all source steps, source × units.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private func writeHidden(
    _ pass: AttentionPass<Scalar>, _ scratch: AttentionScratch<Scalar>, row: Int, _ t: Int
  ) {
    let units = scale!.columns
    let queries = queryWeights == nil ? pass.query : UnsafePointer(scratch.queries)
    let keys = keyWeights == nil ? pass.key : UnsafePointer(scratch.keys)
    let query = queries + (t * pass.rows + row) * units
    for s in 0..<pass.source {
      let key = keys + (s * pass.rows + row) * units
      let sum = scratch.hidden + s * units
      for unit in 0..<units { sum[unit] = query[unit] + key[unit] }
    }
    Scalar.vectorTanh(scratch.hidden, into: scratch.hidden, count: pass.source * units)
  }

  // MARK: Backward

  /// Writes the gradients of the parameters; of additive scores, also those of what they add up.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func scoresBackward(_ pass: AttentionPass<Scalar>, _ scratch: AttentionScratch<Scalar>) {
    if case .dot = settings.score { return factorBackward(pass, scratch) }
    let units = scale!.columns
    (pass.gradients + scale!.offset).update(repeating: 0, count: units)
    scratch.keyGradient.update(repeating: 0, count: pass.source * pass.rows * units)
    for row in 0..<pass.rows {
      for t in 0..<pass.time { hiddenBackward(pass, scratch, row: row, t) }
    }
    guard let queryWeights, let keyWeights else { return }
    for (slot, x, gradient, count) in [
      (queryWeights, pass.query, scratch.queryGradient, pass.time * pass.rows),
      (keyWeights, pass.key, scratch.keyGradient, pass.source * pass.rows),
    ] {
      Scalar.multiply(
        rows: slot.rows, columns: units, inner: count,
        Operand(x, stride: slot.rows, isTransposed: true),
        Operand(UnsafePointer(gradient), stride: units), into: pass.gradients + slot.offset,
        stride: units, accumulating: false)
    }
  }

  /// One query of a row: adds to the gradients of v and of the keys, and writes that of the query.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private func hiddenBackward(
    _ pass: AttentionPass<Scalar>, _ scratch: AttentionScratch<Scalar>, row: Int, _ t: Int
  ) {
    let units = scale!.columns
    let v = pass.parameters + scale!.offset
    let dv = pass.gradients + scale!.offset
    let query = scratch.queryGradient + (t * pass.rows + row) * units
    let gradient = scratch.scoreGradient + row * pass.weightCount + t * pass.source
    query.update(repeating: 0, count: units)
    writeHidden(pass, scratch, row: row, t)
    for s in 0..<pass.source where gradient[s] != 0 {
      let (hidden, given) = (scratch.hidden + s * units, gradient[s])
      let key = scratch.keyGradient + (s * pass.rows + row) * units
      for unit in 0..<units {
        let h = hidden[unit]
        dv[unit] += given * h
        let part = given * v[unit] * (1 - h * h)
        query[unit] += part
        key[unit] += part
      }
    }
  }

  /// Turns the scores' gradient into that of the products, and writes that of a learnt factor.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private func factorBackward(
    _ pass: AttentionPass<Scalar>, _ scratch: AttentionScratch<Scalar>
  ) {
    if let scale {
      var sum: Scalar = 0
      for row in 0..<pass.rows {
        writeProduct(isQuery: true, pass, scratch, row: row, into: scratch.work, stride: keySize)
        for t in 0..<pass.time {
          let query = pass.query + (t * pass.rows + row) * keySize
          for index in 0..<keySize { sum += query[index] * scratch.work[t * keySize + index] }
        }
      }
      pass.gradients[scale.offset] = sum
    }
    Scalar.scale(
      scratch.scoreGradient, by: factor(pass.parameters), count: pass.rows * pass.weightCount)
  }

  /// Writes the gradient of all queries, or of all keys.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func writeScoreGradient(
    isQuery: Bool, _ pass: AttentionPass<Scalar>, _ scratch: AttentionScratch<Scalar>,
    into target: UnsafeMutablePointer<Scalar>
  ) {
    if case .dot = settings.score {
      for row in 0..<pass.rows {
        writeProduct(
          isQuery: isQuery, pass, scratch, row: row, into: target + row * keySize,
          stride: pass.rows * keySize)
      }
      return
    }
    let units = scale!.columns
    let gradient = isQuery ? scratch.queryGradient : scratch.keyGradient
    let count = (isQuery ? pass.time : pass.source) * pass.rows
    guard let slot = isQuery ? queryWeights : keyWeights else {
      return target.update(from: gradient, count: count * units)
    }
    Scalar.multiply(
      rows: count, columns: slot.rows, inner: units, Operand(gradient, stride: units),
      Operand(pass.parameters + slot.offset, stride: units, isTransposed: true), into: target,
      stride: slot.rows, accumulating: false)
  }

  /// The scores' gradient of a row times its keys, or transposed times its queries.
  private func writeProduct(
    isQuery: Bool, _ pass: AttentionPass<Scalar>, _ scratch: AttentionScratch<Scalar>, row: Int,
    into target: UnsafeMutablePointer<Scalar>, stride: Int
  ) {
    let gradient = scratch.scoreGradient + row * pass.weightCount
    let other = (isQuery ? pass.key : pass.query) + row * keySize
    Scalar.multiply(
      rows: isQuery ? pass.time : pass.source, columns: keySize,
      inner: isQuery ? pass.source : pass.time,
      Operand(gradient, stride: pass.source, isTransposed: !isQuery),
      Operand(other, stride: pass.rows * keySize), into: target, stride: stride,
      accumulating: false)
  }
}
