import Kernels

extension StepLoss {
  /// Whether a step's loss is the mean over its outputs.
  var isMeanOverOutputs: Bool {
    switch self {
    case .binaryCrossEntropy, .meanSquaredError, .meanAbsoluteError, .huber, .poisson, .pinball:
      true
    default: false
    }
  }

  /// Returns the sum over all rows of the loss of values, and turns the outputs into its gradient
  /// times `scale`.
  ///
  /// - Parameters:
  ///   - outputs: rows × columns; overwritten.
  ///   - targets: rows × columns.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  func forwardAndBackward<Scalar: KernelScalar>(
    _ outputs: UnsafeMutablePointer<Scalar>, targets: UnsafePointer<Scalar>, rows: Int,
    columns: Int, scale: Scalar
  ) -> Double {
    let count = rows * columns
    let share = isMeanOverOutputs ? scale / Scalar(columns) : scale
    var loss = 0.0
    switch self {
    case .binaryCrossEntropy:
      for index in 0..<count {
        // −y log σ(z) − (1 − y) log(1 − σ(z)) = max(z, 0) − z y + log(1 + exp(−|z|))
        let (z, y) = (Double(outputs[index]), Double(targets[index]))
        loss += max(z, 0) - z * y + Double.log(1 + Double.exp(-abs(z)))
      }
      Scalar.vectorSigmoid(outputs, into: outputs, count: count)
      for index in 0..<count { outputs[index] = (outputs[index] - targets[index]) * share }
    case .categoricalCrossEntropy, .sparseCategoricalCrossEntropy:
      for row in 0..<rows {
        loss += Self.categorical(
          outputs + row * columns, targets: targets + row * columns, columns: columns, share)
      }
    case .meanSquaredError:
      for index in 0..<count {
        let difference = outputs[index] - targets[index]
        loss += Double(difference) * Double(difference)
        outputs[index] = 2 * share * difference
      }
    case .meanAbsoluteError:
      for index in 0..<count {
        let difference = outputs[index] - targets[index]
        loss += Double(abs(difference))
        outputs[index] = difference > 0 ? share : difference < 0 ? -share : difference
      }
    case .huber(let delta):
      for index in 0..<count {
        let difference = Double(outputs[index] - targets[index])
        let isSmall = abs(difference) <= delta
        loss += isSmall ? difference * difference / 2 : delta * (abs(difference) - delta / 2)
        outputs[index] = share * Scalar(isSmall ? difference : difference > 0 ? delta : -delta)
      }
    case .poisson:
      for index in 0..<count {
        // Keras adds as much to what it takes the logarithm of.
        let (rate, y) = (Double(outputs[index]) + 1e-7, Double(targets[index]))
        loss += Double(outputs[index]) - (y == 0 ? 0 : y * Double.log(rate))
        outputs[index] = share * Scalar(1 - y / rate)
      }
    default: loss = rowByRow(outputs, targets: targets, rows, columns, share)
    }
    return isMeanOverOutputs ? loss / Double(columns) : loss
  }

  /// The losses that are not sums over outputs.
  private func rowByRow<Scalar: KernelScalar>(
    _ outputs: UnsafeMutablePointer<Scalar>, targets: UnsafePointer<Scalar>, _ rows: Int,
    _ columns: Int, _ scale: Scalar
  ) -> Double {
    let size = targetSize(of: columns)!
    return (0..<rows).reduce(0) { sum, row in
      sum
        + ofRow(
          outputs + row * columns, target: targets + row * size, columns, size: size, scale)
    }
  }

  private func ofRow<Scalar: KernelScalar>(
    _ output: UnsafeMutablePointer<Scalar>, target: UnsafePointer<Scalar>, _ columns: Int,
    size: Int, _ scale: Scalar
  ) -> Double {
    switch self {
    case .pinball(let quantiles):
      PinballLoss.forwardAndBackward(output, target: target[0], quantiles, scale: scale)
    case .cosineSimilarity:
      CosineLoss.forwardAndBackward(output, target: target, columns: columns, scale: scale)
    case .gaussianMixture(let components):
      MixtureLoss.forwardAndBackward(
        output, target: target, components: components, size: size, scale: scale)
    case .penMixture(let components):
      PenLoss.forwardAndBackward(output, target: target, components: components, scale: scale)
    case .custom(let custom):
      custom.forwardAndBackward(output, target: target, columns: columns, scale: scale)
    default: fatalError("\(name) is the sum of losses of numbers")
    }
  }

  /// One row of −Σ y log softmax(z), whose gradient is softmax(z) Σ y − y.
  @inline(__always)
  private static func categorical<Scalar: KernelScalar>(
    _ logits: UnsafeMutablePointer<Scalar>, targets: UnsafePointer<Scalar>, columns: Int,
    _ scale: Scalar
  ) -> Double {
    var largest = logits[0]
    for column in 1..<max(1, columns) { largest = max(largest, logits[column]) }
    var weight = 0.0
    var loss = 0.0
    for column in 0..<columns {
      logits[column] -= largest
      weight += Double(targets[column])
      loss -= Double(targets[column]) * Double(logits[column])
    }
    Scalar.vectorExp(logits, into: logits, count: columns)
    var sum = 0.0
    for column in 0..<columns { sum += Double(logits[column]) }
    for column in 0..<columns {
      logits[column] = (logits[column] * Scalar(weight / sum) - targets[column]) * scale
    }
    return loss + weight * Double.log(sum)
  }
}
