import ExerciseSupport
import LanguageModel
import LinearAlgebra

/// How a symbol is chosen from a model's logits.
///
///     Sampling(temperature: 0.8, p: 0.95)
public struct Sampling: Equatable, Sendable {
  /// Divides the logits: 1 is the model's own distribution, 0 always takes the most probable.
  public var temperature: Double
  /// How many symbols may be drawn; nil for all.
  public var k: Int?
  /// How much probability the symbols that may be drawn have together; nil for all.
  public var p: Double?

  /// The probabilities that a symbol is drawn with: your functions 9.1, 9.2 and 9.3, in this order.
  public func probabilities(_ logits: [Double]) -> [Double] {
    var result = softmax(logits, temperature: temperature)
    if let k { result = topK(result, k: k) }
    if let p { result = nucleus(result, p: p) }
    return result
  }

  /// Creates a choice; the defaults are the model's own distribution.
  public init(temperature: Double = 1, k: Int? = nil, p: Double? = nil) {
    self.temperature = temperature
    self.k = k
    self.p = p
  }

  /// Always the most probable symbol; of several, each with the same probability.
  public static let greedy = Sampling(temperature: 0)
}

extension RecurrentModel {
  /// Goes on with a text.
  ///
  /// - Parameters:
  ///   - count: how many symbols to write.
  ///   - prompt: the text so far, at least one symbol, which the model reads from its initial state.
  ///   - sampling: how each symbol is chosen.
  ///   - generator: where the random numbers come from.
  /// - Returns: the new symbols, without the prompt.
  /// - Precondition: the prompt has a symbol.
  public func generate(
    _ count: Int, after prompt: [Int], sampling: Sampling, using generator: inout SeededGenerator
  ) -> [Int] {
    stop(if: promptProblem(prompt))
    // EXERCISE 9.5 (3 points): write
    // Read chapters/09-writing.md, "Write". Check with: swift run course check 9.5
    return notWritten("9.5", [])
  }
}

/// The sentence that says why a text cannot be gone on with; nil where it can.
func promptProblem(_ prompt: [Int]) -> String? {
  prompt.isEmpty ? "a model needs at least one symbol to go on from" : nil
}

/// The length of the loop that a text ends in.
///
///     loopLength(atEndOf: [7, 1, 2, 1, 2, 1, 2])      // 2
///
/// - Parameters:
///   - symbols: the text, of any length.
///   - repetitions: how often a loop must have come to be one, at least 2.
/// - Returns: the smallest number of symbols that come again and again at the end; nil where none
///   do.
public func loopLength(atEndOf symbols: [Int], repetitions: Int = 3) -> Int? {
  if symbols.isEmpty || repetitions < 2 { return nil }
  for length in 1...symbols.count where length * repetitions <= symbols.count {
    let end = symbols.suffix(length * repetitions)
    if zip(end, end.dropFirst(length)).allSatisfy({ $0 == $1 }) { return length }
  }
  return nil
}
