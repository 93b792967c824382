import ExerciseSupport
import LinearAlgebra
import Sequences

extension RecurrentModel {
  // REGION window-loss
  /// Reads one window and learns nothing.
  ///
  /// - Parameters:
  ///   - window: what is read, and what is to be predicted.
  ///   - state: before the window, one row for each of its rows.
  /// - Returns: the mean loss of its predictions, in nats, 0 where there is none; and the state at
  ///   its end.
  public func loss(of window: Window, from state: State) -> (loss: Double, state: State) {
    var state = state
    var total = 0.0
    for (symbols, targets) in zip(window.inputs, window.targets) {
      let step = predict(symbols, from: state)
      total += crossEntropy(step.logits, targets: targets)
      state = step.state
    }
    return (total / Double(max(window.length, 1)), state)
  }
  // END REGION window-loss

  /// The loss on a whole text: the mean over all its predictions, in nats, each made from all that
  /// came before it in its row.
  ///
  /// - Parameter windows: of the text, in its order; the last one may be shorter than the others.
  /// - Precondition: there is at least one window.
  public func loss(of windows: [Window]) -> Double {
    stop(if: noWindowProblem(windows))
    // EXERCISE 8.5 (3 points): the loss of a whole text
    var state = initialState(rows: windows[0].rows)
    var (total, count) = (0.0, 0)
    for window in windows {
      let read = loss(of: window, from: state)
      state = read.state
      total += read.loss * Double(window.predictionCount)
      count += window.predictionCount
    }
    return total / Double(count)
    // PLACEHOLDER return notWritten("8.5")
    // END
  }
}

/// The sentence that says why there is nothing to read; nil where there is.
func noWindowProblem(_ windows: [Window]) -> String? {
  windows.isEmpty ? "a text of no window has no loss" : nil
}

// MARK: - The loss in other units

/// A loss in units that do not depend on what a model takes for a symbol: how long a text becomes
/// where it is compressed with the model's predictions.
public struct BitRate: Equatable, Sendable {
  /// Bits for each of Swift's characters.
  public var perCharacter: Double
  /// Bits for each byte of the text in UTF-8.
  public var perByte: Double
}

/// The loss in bits.
///
/// - Parameters:
///   - loss: the mean surprise, in nats for each symbol of `predicted`.
///   - predicted: the symbols that the loss is the mean of, at least one: characters, or words. The
///     first symbol of a text, which nothing predicts, is not among them.
/// - Note: Shannon (1951), "Prediction and Entropy of Printed English".
public func bitRate(loss: Double, predicted: [String]) -> BitRate {
  var (characters, bytes) = (0, 0)
  for symbol in predicted {
    characters += symbol.count
    bytes += symbol.utf8.count
  }
  let bits = loss * Double(predicted.count) / log(2)
  return BitRate(perCharacter: bits / Double(characters), perByte: bits / Double(bytes))
}
