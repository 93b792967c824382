import LSTMGates
import LanguageModel
import LinearAlgebra

/// The language aⁿbⁿ: some a's, then exactly as many b's, then the end.
///
/// A model reads the symbols one at a time and says what comes next. From the first b on, that is
/// certain: more b's until there are as many as a's, then the end.
///
/// - Note: Gers and Schmidhuber (2001), "LSTM Recurrent Networks Learn Simple Context-Free and
///   Context-Sensitive Languages".
public enum Counting {
  /// The three symbols.
  public static let a = 0, b = 1, end = 2
  /// V.
  public static let symbols = 3

  // REGION window
  /// Strings side by side: what a model reads, and what comes next.
  ///
  ///     n = 2      reads a a b b end …      should predict a b b end end …
  ///
  /// - Parameter counts: n of each row, 1 or more. Shorter strings are filled up with ends, after
  ///   which nothing but ends comes.
  public static func window(_ counts: [Int]) -> Window {
    let length = 2 * (counts.max() ?? 0) + 1
    func symbol(_ step: Int, of n: Int) -> Int { step < n ? a : step < 2 * n ? b : end }
    return Window(
      inputs: (0..<length).map { step in counts.map { symbol(step, of: $0) } },
      targets: (0..<length).map { step in counts.map { symbol(step + 1, of: $0) } })
  }
  // END REGION window

  /// A window of `rows` random strings, each n from 1 to `limit` equally likely.
  public static func window(
    rows: Int, upTo limit: Int, using generator: inout SeededGenerator
  ) -> Window {
    window((0..<rows).map { _ in 1 + generator.integer(below: limit) })
  }

  /// A model's states after each symbol of aⁿbⁿ, of one row.
  public static func states<Cell>(of model: SymbolModel<Cell>, count n: Int) -> [LSTMState] {
    var state = model.initialState(rows: 1)
    return (0..<2 * n).map { step in
      state = model.predict([step < n ? a : b], from: state).state
      return state
    }
  }

  /// For which n a model is right at every step of the string.
  ///
  /// After an a it is right unless it takes the end for most probable, after a b if it takes what
  /// comes for most probable.
  ///
  /// - Returns: for n from 1 to `limit`, whether all of the string was right.
  public static func rightCounts(of model: some RecurrentModel, upTo limit: Int) -> [Bool] {
    let strings = window(Array(1...limit))
    var state = model.initialState(rows: limit)
    var isRight = Array(repeating: true, count: limit)
    for (symbols, targets) in zip(strings.inputs, strings.targets) {
      let (logits, next) = model.predict(symbols, from: state)
      state = next
      for row in 0..<limit where isRight[row] {
        let guess = mostProbable(logits, row: row)
        isRight[row] = symbols[row] == a ? guess != end : guess == targets[row]
      }
    }
    return isRight
  }

  /// The n up to which a model is right without a gap; 0 where it is wrong at n = 1.
  public static func longest(of model: some RecurrentModel, upTo limit: Int) -> Int {
    let isRight = rightCounts(of: model, upTo: limit)
    return isRight.firstIndex(of: false) ?? limit
  }
}
