import ExerciseSupport
import LanguageModel
import LinearAlgebra
import Sequences

// REGION expectation
/// A model in the middle of a text.
public struct Expectation<Model: RecurrentModel> {
  private let model: Model
  private var state: Model.State
  /// The probability of each symbol to come next.
  public private(set) var probabilities: [Double] = []

  /// The model, once it has read a prompt of at least one symbol.
  public init(of model: Model, after prompt: [Int]) {
    (self.model, state) = (model, model.initialState(rows: 1))
    for symbol in prompt { read(symbol) }
  }

  /// Reads the next symbol of the text.
  public mutating func read(_ symbol: Int) {
    let next = model.predict([symbol], from: state)
    probabilities = Sequences.softmax(next.logits).values
    state = next.state
  }
}
// END REGION expectation

extension RecurrentModel {
  // REGION pack
  /// Packs a text by what the model expects.
  ///
  /// - Parameters:
  ///   - text: symbols in `0..<vocabularySize`.
  ///   - prompt: what the model reads first, at least one symbol; it is not packed.
  /// - Returns: about as many bits as the text surprises the model.
  /// - Precondition: the prompt has a symbol.
  public func pack(_ text: [Int], after prompt: [Int]) -> [UInt8] {
    stop(if: promptProblem(prompt))
    var packer = Packer()
    var expected = Expectation(of: self, after: prompt)
    for symbol in text {
      packer.pack(symbol, shares: wholeShares(expected.probabilities))
      expected.read(symbol)
    }
    return packer.finished()
  }
  // END REGION pack

  /// The text that was packed.
  ///
  /// - Parameters:
  ///   - bytes: what `pack` returned, or any others: they too are some text.
  ///   - count: of the text's symbols.
  ///   - prompt: the one that it was packed after.
  /// - Precondition: the prompt has a symbol.
  public func unpack(_ bytes: [UInt8], count: Int, after prompt: [Int]) -> [Int] {
    stop(if: promptProblem(prompt))
    // EXERCISE 9.11 (2 points): unpack a text
    var unpacker = Unpacker(bytes)
    var expected = Expectation(of: self, after: prompt)
    return (0..<count).map { _ in
      let symbol = unpacker.unpack(shares: wholeShares(expected.probabilities))
      expected.read(symbol)
      return symbol
    }
    // PLACEHOLDER return notWritten("9.11", [])
    // END
  }
}
