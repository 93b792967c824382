import ExerciseSupport
import GradientChecking
import LSTMGates
import LinearAlgebra
import UnequalLengths

/// An LSTM that reads a word letter by letter: its last hidden state is a vector for the word, also
/// for one that was never seen.
///
/// - Note: Ling and others (2015), "Finding Function in Form: Compositional Character Models for
///   Open Vocabulary Word Representation", with two directions; so Lample and others (2016).
public struct LetterReader: Equatable, Sendable {
  /// Reads one-hot rows of `Letters.count` columns.
  public var cell: LSTMCell

  /// Creates a reader from its cell.
  public init(cell: LSTMCell) { self.cell = cell }

  /// A reader as learning starts, which gives vectors of so many numbers.
  public init(size: Int, using generator: inout SeededGenerator) {
    cell = LSTMCell(inputSize: Letters.count, hiddenSize: size, using: &generator)
  }
}

/// What reading some words letter by letter leaves behind.
public struct LetterReading: Sendable {
  /// N × size, a row for each word.
  public var vectors: Matrix
  /// The masked steps, as many as the longest word has letters.
  public var records: [MaskedStepRecord]

  /// Creates a reading from its parts; the vectors are N × size.
  public init(vectors: Matrix, records: [MaskedStepRecord]) {
    (self.vectors, self.records) = (vectors, records)
  }
}

extension LetterReader: Parameterised {
  public var parameterNames: [String] { cell.parameterNames.map { $0 + " letters" } }

  /// Those of the cell: inputSize × 4·size, size × 4·size and 1 × 4·size.
  public var parameters: [Matrix] {
    get { cell.parameters }
    set { cell.parameters = newValue }
  }
}

extension LetterReader {
  /// Reads all words at once, a row for each.
  ///
  /// - Parameter words: N words of at least one letter each, of any lengths.
  /// - Returns: for each word the hidden state after its own last letter, and the masked steps.
  public func read(_ words: [String]) -> LetterReading {
    // EXERCISE 15.4 (3 points): a vector from letters
    // Read chapters/15-names.md, "A vector from letters". Check with: swift run course check 15.4
    notWritten(
      "15.4",
      LetterReading(
        vectors: Matrix(rows: words.count, columns: cell.hiddenSize, repeating: .nan),
        records: []))
  }

  /// dW, dU and db, from what arrives at the vectors.
  ///
  /// - Parameters:
  ///   - reading: what `read` returned.
  ///   - vectorGradients: N × size.
  public func gradients(_ reading: LetterReading, vectorGradients: Matrix) -> [Matrix] {
    var hiddenGradients = reading.records.map { $0.state.hidden.filledWithZeros }
    if hiddenGradients.isEmpty { return parameters.map { $0.filledWithNaN } }
    hiddenGradients[hiddenGradients.count - 1] = vectorGradients
    return cell.maskedGradients(
      reading.records, from: .zeros(batch: vectorGradients.rows, hiddenSize: cell.hiddenSize),
      hiddenGradients: hiddenGradients
    ).parameters
  }
}
