/// Stops the program with a sentence that says what is wrong; goes on where there is none.
///
///     stop(if: productProblem(left, right))
///
/// The sentence comes from a function of its own, so that a test can read it: the trap itself would
/// end the test's process. Optimised builds keep it, while they drop what `precondition` says.
///
/// - Parameters:
///   - problem: the sentence; nil where nothing is wrong.
///   - file: the file that the message names; left to the compiler.
///   - line: the line that it names; left to the compiler.
/// - Precondition: `problem` is nil.
public func stop(if problem: String?, file: StaticString = #file, line: UInt = #line) {
  if let problem { fatalError(problem, file: file, line: line) }
}
