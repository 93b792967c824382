import Kernels

/// A loss of single outputs: each time step of a sequence by itself.
enum StepLoss: Equatable, Sendable {
  case binaryCrossEntropy
  case categoricalCrossEntropy
  case sparseCategoricalCrossEntropy
  case meanSquaredError
  case meanAbsoluteError

  var name: String {
    switch self {
    case .binaryCrossEntropy: "binaryCrossEntropy"
    case .categoricalCrossEntropy: "categoricalCrossEntropy"
    case .sparseCategoricalCrossEntropy: "sparseCategoricalCrossEntropy"
    case .meanSquaredError: "meanSquaredError"
    case .meanAbsoluteError: "meanAbsoluteError"
    }
  }

  var activation: ActivationFunction? {
    switch self {
    case .binaryCrossEntropy: .sigmoid
    case .categoricalCrossEntropy, .sparseCategoricalCrossEntropy: .softmax
    case .meanSquaredError, .meanAbsoluteError: nil
    }
  }

  var isMeanOverOutputs: Bool { activation != .softmax }
}

extension StepLoss {
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
    }
    return isMeanOverOutputs ? loss / Double(columns) : loss
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
