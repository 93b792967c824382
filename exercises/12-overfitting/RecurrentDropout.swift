import LinearAlgebra

/// What a mask is multiplied with in a step of an LSTM.
public enum DropoutPlace: String, CaseIterable, Sendable {
  /// h(t-1), as it enters the step.
  case hiddenState
  /// g(t), before the input gate lets it in.
  case candidate
  /// c(t-1), as it enters the step.
  case cellState
}

/// Dropout inside the recurrence of an LSTM.
///
/// - Note: on the cell state Moon, Choi, Lee and Song (2015), "RNNDrop"; on the hidden state, one
///   mask a sequence, Gal and Ghahramani (2016), "A Theoretically Grounded Application of Dropout in
///   Recurrent Neural Networks"; on the candidate Semeniuta, Severyn and Barth (2016), "Recurrent
///   Dropout without Memory Loss".
public struct RecurrentDropout: Equatable, Sendable {
  /// What is masked.
  public var place: DropoutPlace
  /// The probability of a number to be dropped.
  public var rate: Double
  /// Whether a mask serves all steps of a sequence; otherwise each step has its own.
  public var isOneForAllSteps: Bool
  /// Whether what is kept is scaled up, so that a mask's mean is 1.
  public var isScaled: Bool

  /// Dropout of a place and a rate.
  public init(place: DropoutPlace, rate: Double, isOneForAllSteps: Bool, isScaled: Bool = true) {
    (self.place, self.rate) = (place, rate)
    (self.isOneForAllSteps, self.isScaled) = (isOneForAllSteps, isScaled)
  }

  /// A mask for each step, each rows × columns.
  public func masks(
    rows: Int, columns: Int, steps: Int, using generator: inout SeededGenerator
  ) -> [Matrix] {
    func mask() -> Matrix {
      let mask = dropoutMask(rows: rows, columns: columns, rate: rate, using: &generator)
      return isScaled ? mask : mask * (1 - rate)
    }
    return isOneForAllSteps
      ? Array(repeating: mask(), count: steps) : (0..<steps).map { _ in mask() }
  }
}
