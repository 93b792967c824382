/// What is true of a wrong list or text that no known mistake explains: the right things in another
/// order, some missing, some too many.
func observation<Value>(onList yours: Value, beside right: Value) -> String? {
  if let (yours, right) = (yours, right) as? ([Int], [Int]) { return compared(yours, right) }
  if let (yours, right) = (yours, right) as? ([String], [String]) { return compared(yours, right) }
  if let (yours, right) = (yours, right) as? (String, String), right.count > 3 {
    return compared(Array(yours), Array(right), thing: "character")
  }
  return nil
}

private func compared<Element: Hashable>(
  _ yours: [Element], _ right: [Element], thing: String = "entry"
) -> String? {
  guard yours != right, Set(right).count > 1 else { return nil }
  let counted = { (count: Int) in count == 1 ? "1 \(thing)" : "\(count) \(plural(thing))" }
  if yours.isEmpty { return "It is empty." }
  let same = zip(yours, right).prefix { $0 == $1 }.count
  let end = zip(yours.reversed(), right.reversed()).prefix { $0 == $1 }.count
  let are = { (count: Int) in count == 1 ? "is" : "are" }
  let (missing, extra) = (right.count - yours.count, yours.count - right.count)
  if missing > 0 {
    if same == yours.count {
      return "What is there is right; the last \(counted(missing)) \(are(missing)) missing."
    }
    if end == yours.count {
      return "What is there is right; the first \(counted(missing)) \(are(missing)) missing."
    }
    if same + end >= yours.count {
      return
        "The rest is right; \(counted(missing)) from \(thing) \(same) on \(are(missing)) missing."
    }
  }
  if extra > 0 {
    if same == right.count { return "The right ones are followed by \(counted(extra)) too many." }
    if end == right.count { return "Before the right ones stand \(counted(extra)) too many." }
    if same + end >= right.count {
      return "The rest is right; \(counted(extra)) from \(thing) \(same) on \(are(extra)) too many."
    }
  }
  if extra == 0, Set(yours).count > 2 {
    if yours == right.reversed() { return "They are in reverse order." }
    let number = { (list: [Element]) in
      list.reduce(into: [Element: Int]()) { $0[$1, default: 0] += 1 }
    }
    if number(yours) == number(right) {
      return "The right ones are there, in another order from \(thing) \(same) on."
    }
  }
  guard same > 1, same + 1 < right.count else { return nil }
  return "The first \(counted(same)) are right."
}
