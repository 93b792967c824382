import Foundation
import LinearAlgebra
import WordVectors

extension Reference {
  enum GloVeFlaw {
    case none, withoutTwo, withoutWeights, weightsTwice, errorsAlone, tablesExchanged,
      biasesExchanged
    case contextsTransposed, meanOfPairs
  }

  /// dE, dC, db and db̃, pair by pair.
  static func gloVe(_ model: GloVe, _ counts: Matrix, flaw: GloVeFlaw = .none) -> [Matrix] {
    var gradients = model.parameters.map(\.filledWithZeros)
    for i in 0..<counts.rows {
      for j in 0..<counts.columns where counts[i, j] > 0 {
        let slope = slope(model, counts, i, j, flaw)
        for k in 0..<model.words.columns {
          gradients[0][i, k] += slope * model.contexts[j, k]
          if flaw == .contextsTransposed {
            gradients[1][i, k] += slope * model.words[j, k]
          } else {
            gradients[1][j, k] += slope * model.words[i, k]
          }
        }
        gradients[2][0, i] += slope
        gradients[3][0, j] += slope
      }
    }
    if flaw == .tablesExchanged { gradients.swapAt(0, 1) }
    if flaw == .biasesExchanged { gradients.swapAt(2, 3) }
    return gradients
  }

  private static func slope(
    _ model: GloVe, _ counts: Matrix, _ i: Int, _ j: Int, _ flaw: GloVeFlaw
  ) -> Double {
    var error = model.wordBias[0, i] + model.contextBias[0, j] - Foundation.log(counts[i, j])
    for k in 0..<model.words.columns { error += model.words[i, k] * model.contexts[j, k] }
    let weight = counts[i, j] < 100 ? pow(counts[i, j] / 100, 0.75) : 1
    switch flaw {
    case .withoutTwo: return weight * error
    case .withoutWeights: return 2 * error
    case .weightsTwice: return 2 * weight * weight * error
    case .errorsAlone: return error
    case .meanOfPairs: return 2 * weight * error / Double(counts.rows * counts.columns)
    default: return 2 * weight * error
    }
  }
}
