import Backpropagation
import GradientChecking
import LinearAlgebra

// Chapter 06: a width, a bug to switch on, the checker's table changing.

/// Checks the backward pass of an LSTM.
///
/// - Parameter numbers: the step ε; which of `LSTMTrial.hunt`; 0 for the right backward pass, or n for
///   the n-th `BackwardMistake`.
/// - Returns: for each parameter its worst entry: row, column, analytic and numerical gradient, and
///   relative error. Nothing where the check rejects what it is given; then `problem` says why.
func gradientCheck(_ numbers: [Double]) -> [Double] {
  let trial = LSTMTrial.hunt[Int(numbers[1])]
  let mistake = Int(numbers[2])
  let gradients =
    mistake == 0
    ? trial.listedGradients()
    : trial.gradients(with: BackwardMistake.allCases[mistake - 1])
  do {
    let report = try checkGradients(
      of: trial, analytic: trial.parameters(of: gradients), step: numbers[0], loss: { $0.loss })
    var result: [Double] = []
    for parameter in report.parameters {
      let worst = parameter.worst
      result += [Double(worst.row), Double(worst.column)]
      result += [worst.analytic, worst.numerical, worst.relativeError]
    }
    return result
  } catch {
    problem = error.description
    return []
  }
}

/// The parameters' names in the order of the check's lines, one a line, as codes of UTF-8.
///
/// - Parameter numbers: which of `LSTMTrial.hunt`.
func gradientCheckNames(_ numbers: [Double]) -> [Double] {
  var names = ""
  for name in LSTMTrial.hunt[Int(numbers[0])].parameterNames {
    names += names.isEmpty ? name : "\n" + name
  }
  return codes(of: names)
}

@_expose(wasm, "gradient_check")
@_cdecl("gradient_check")
public func exportedGradientCheck(_ count: Int32) -> Int32 { answer(count, gradientCheck) }

@_expose(wasm, "gradient_check_names")
@_cdecl("gradient_check_names")
public func exportedGradientCheckNames(_ count: Int32) -> Int32 {
  answer(count, gradientCheckNames)
}
