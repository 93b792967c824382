-- Shapes a chapter for the book: pandoc runs this filter between reading the Markdown and writing
-- a page or the EPUB. `course dev book` sets `number` (of the chapter, or nothing) and `chapters`
-- (`0=00-before-you-begin 1=…`) and has written the comments `<!-- code: … -->` before excerpts.

local isPage = FORMAT:match("html") ~= nil
local own = nil -- this chapter's number, as text
local equations, figures = 0, 0 -- so many have their number
local names = {} -- chapter number, as text -> file name without its ending

local function html(text) return pandoc.RawBlock("html", text) end

local function escaped(text)
  return (text:gsub("&", "&amp;"):gsub("<", "&lt;"):gsub(">", "&gt;"):gsub('"', "&quot;"))
end

local function comment(block, key)
  if block and block.t == "RawBlock" then
    return block.text:match("^%s*<!%-%-%s*" .. key .. ":%s*(.-)%s*%-%->%s*$")
  end
end

-- Addresses ---------------------------------------------------------------------------------

local function chapterAddress(number)
  if isPage then return names[number] and names[number] .. ".html" end
  return names[number] and "#page-" .. names[number]
end

local function exerciseAddress(chapter, exercise)
  local anchor = "#exercise-" .. chapter .. "-" .. exercise
  if not isPage or chapter == own then return anchor end
  return names[chapter] and names[chapter] .. ".html" .. anchor
end

-- "chapter 3" and "exercise 4.2" become links, wherever a paragraph names them: the address,
-- the number as it is shown, and what follows it in the same word.
local function referred(word, number)
  local kind = word:match("^%(?([Cc]hapter)$") or word:match("^%(?([Ee]xercise)$")
  if not kind then return end
  if kind:lower() == "exercise" then
    local chapter, exercise, rest = number:match("^(%d+)%.(%d+)(.*)$")
    if not chapter then return end
    return exerciseAddress(chapter, exercise), chapter .. "." .. exercise, rest
  end
  local chapter, rest = number:match("^(%d+)(.*)$")
  if not chapter or rest:match("^%.%d") then return end
  chapter = tostring(tonumber(chapter))
  if chapter == own then return end
  return chapterAddress(chapter), number:match("^%d+"), rest
end

-- What a formula in LaTeX consists of, cut before each equals sign, behind each sign between two
-- terms, or at each wide space, that stands in no group; `inside` parentheses only where that is asked for.
local function cut(text, place, inside)
  local result, start, depth, index = pandoc.List(), 1, 0, 1
  local function take(last)
    if text:sub(start, last):match("%S") then result:insert(text:sub(start, last)) end
  end
  while index <= #text do
    local character = text:sub(index, index)
    if text:match("^\\left%A", index) or text:match("^\\begin%A", index) or character == "{" then
      depth = depth + 1
    elseif text:match("^\\right%A", index) or text:match("^\\end%A", index) or character == "}" then
      depth = depth - 1
    elseif not inside and character:match("[(%[]") then
      depth = depth + 1
    elseif not inside and character:match("[)%]]") then
      depth = depth - 1
    end
    local space = place == "space" and depth == 0 and text:match("^\\qq?uad%f[%A]", index)
    local isEquals = place == "equals" and depth == 0 and character == "="
    if place == "term" and depth == 0 and text:match("^ [+-] ", index) then
      take(index + 1)
      start = index + 2
    elseif space then
      take(index - 1)
      start = index + #space
    elseif isEquals and text:sub(start, index - 1):match("%S") then
      take(index - 1)
      start = index
    end
    index = index + (space and #space or 1)
  end
  take(#text)
  return result
end

-- Names that a formula shows in full; every other one is a sign, or shapes what follows.
local spelt = { log = "log", exp = "exp", tanh = "tanh", max = "max", min = "min", cos = "cos", sin = "sin" }

-- About how many letters of a line a formula takes; a sign between two terms stands as wide as two.
local function breadth(text)
  text = text:gsub("\\begin{%a+}", "["):gsub("\\end{%a+}", "]"):gsub("\\mathrm{(%a+)}", " %1")
  text = text:gsub("\\text{([^}]*)}", " %1"):gsub("\\(%a+)", function(name) return spelt[name] or "x" end)
  text = text:gsub("\\.", ""):gsub("[{}_^%s]", "")
  return utf8.len(text) + select(2, text:gsub("[-+=]", ""))
end

-- A line of text breaks in a formula only where it is too long to stand whole on the next: before its
-- equals signs, then behind plus and minus, and inside parentheses if nothing else is left.
local function lineParts(part)
  if breadth(part) <= 24 then return { part } end
  local terms = cut(part, "term")
  if #terms == 1 and breadth(part) > 27 then terms = cut(part, "term", true) end
  return terms
end

-- A formula on lines of its own may break before its equals signs; browsers break none.
local function breakable(kind, text)
  local isInline, result = kind == "InlineMath", pandoc.List()
  local isLong = isInline and breadth(text) > 24 or not isInline and #text > 40
  for _, part in ipairs(isLong and cut(text, "equals", true) or { text }) do
    for _, piece in ipairs(isInline and lineParts(part) or { part }) do
      if #result > 0 then result:insert(pandoc.Str("\u{200B}")) end
      result:insert(pandoc.Math(kind, piece))
    end
  end
  return result
end

-- A formula on lines of its own may also break at its wide spaces, and does so first. They become
-- spaces between words, which do not show at the end of a line.
local function displayed(math)
  local parts, inlines = cut(math.text, "space"), pandoc.List()
  for index, part in ipairs(parts) do
    if index > 1 then inlines:insert(pandoc.Space()) end
    inlines:insert(pandoc.Span(breakable("DisplayMath", part), { class = "part" }))
  end
  local equation = pandoc.Span(inlines, { class = "equation" })
  if not isPage or not own then return equation end
  equations = equations + 1
  local name = "equation-" .. own .. "-" .. equations
  local number = pandoc.Link("(" .. own .. "." .. equations .. ")", "#" .. name, "", {
    class = "equation-number", ["aria-label"] = "Equation " .. own .. "." .. equations })
  return pandoc.Span({ equation, number }, { id = name, class = "numbered" })
end

-- Puts in the formula at an index together with the parenthesis before it and the full stop behind
-- it: a line may not end between them. The index of what follows.
local function insertFormula(result, inlines, index)
  local pieces = breakable("InlineMath", inlines[index].text)
  local before, after = result[#result], inlines[index + 1]
  local first, last = { pieces[1] }, { pieces[#pieces] }
  if #pieces == 1 then last = first end
  if before and before.t == "Str" and before.text:match("^%p+$") then
    result:remove(#result)
    table.insert(first, 1, before)
  end
  if after and after.t == "Str" then table.insert(last, after) end
  local function insert(group)
    if #group == 1 then return result:insert(group[1]) end
    result:insert(pandoc.Span(group, { class = "together" }))
  end
  insert(first)
  for middle = 2, #pieces - 1 do result:insert(pieces[middle]) end
  if #pieces > 1 then insert(last) end
  return index + (after and after.t == "Str" and 2 or 1)
end

local function withReferences(block)
  local inlines, result = block.content, pandoc.List()
  local index = 1
  while index <= #inlines do
    local word, space, number = inlines[index], inlines[index + 1], inlines[index + 2]
    local address, shown, rest
    if word.t == "Str" and space and (space.t == "Space" or space.t == "SoftBreak")
      and number and number.t == "Str"
    then
      address, shown, rest = referred(word.text, number.text)
    end
    if address then
      local open, name = word.text:match("^(%(?)(.*)$")
      if open ~= "" then result:insert(pandoc.Str(open)) end
      result:insert(pandoc.Link(name .. "\u{A0}" .. shown, address, "", { class = "reference" }))
      if rest ~= "" then result:insert(pandoc.Str(rest)) end
      index = index + 3
    elseif word.t == "Math" and word.mathtype == "InlineMath" then
      index = insertFormula(result, inlines, index)
    elseif space and space.t == "Space" and number and number.t == "Str"
      and word.t == "Str" and word.text:match("%d$") and number.text:match("^%%")
    then
      result:insert(pandoc.Str(word.text .. "\u{A0}" .. number.text))
      index = index + 3
    else
      result:insert(word)
      index = index + 1
    end
  end
  block.content = result
  return block
end

-- A link to another chapter leads to its page, one to the EPUB to that; one into the package is shown
-- as a path.
local function Link(link)
  local target = link.target
  if target:match("^%a[%w+.-]*:") or target:match("^#") or link.classes:includes("reference") then
    return
  end
  if target:match("^[%w-]+%.epub$") then return end
  local name, anchor = target:match("^([%w-]+)%.md(#?.*)$")
  if name and isPage then
    link.target = name .. ".html" .. anchor
    return link
  elseif name then
    link.target = anchor ~= "" and anchor or "#page-" .. name
    return link
  end
  local path = target:gsub("^%.%./", "")
  return pandoc.Span(link.content, { class = "path", title = path .. ", in the package" })
end

-- Figures and widgets -----------------------------------------------------------------------

-- A drawing as a part of the page, in whose colours it is; nothing where there is no such file.
local function drawing(path, label, prefix)
  local file = io.open(path)
  if not file then return end
  local svg = file:read("a")
  file:close()
  -- The drawing's own title and description are for all viewers; here the chapter's text is read.
  svg = svg:gsub(' aria%-labelledby="[^"]*"', ' aria-label="' .. label:gsub("%%", "%%%%") .. '"', 1)
  svg = svg:gsub("<desc.-</desc>\n?", "", 1):gsub("<title.-</title>\n?", "", 1)
  -- A drawing's identifier may be that of a heading too, and is that of its narrow form.
  local id = svg:match(' id="([^"]*)"')
  return (svg:gsub('([#"])' .. id:gsub("%p", "%%%0") .. "([^%w])", "%1" .. prefix .. id .. "%2"))
end

-- `course dev book` has drawn narrow forms of charts; those of diagrams stand beside them.
local function narrowDrawing(source, label)
  local name = source:match("([^/]*)%.svg$") .. "-narrow.svg"
  return drawing(".build/book-work/" .. name, label, "narrow-")
    or drawing("chapters/figures/" .. name, label, "narrow-")
end

-- A caption ends like a sentence, whatever it is.
local function ended(words) return words:match("[%.?!]$") and words or words .. "." end

local function figure(image)
  if not isPage or not image.src:match("%.svg$") then
    return pandoc.Div({ pandoc.Para({ image }) }, { class = "figure" })
  end
  local label = escaped(pandoc.utils.stringify(image.caption))
  local opening, caption = '<figure class="figure">', ""
  if own then
    figures = figures + 1
    local number, title = own .. "." .. figures, image.title:gsub("^fig:", "")
    -- Without a caption of its own it has the words that describe it, which are not to be heard twice.
    local words = title ~= "" and "<span>" .. escaped(ended(title)) .. "</span>"
      or '<span aria-hidden="true">' .. ended(label) .. "</span>"
    opening = '<figure class="figure" id="figure-' .. own .. "-" .. figures .. '">'
    caption = '<figcaption><a href="#figure-' .. own .. "-" .. figures .. '">Figure ' .. number
      .. "</a> " .. words .. "</figcaption>"
  end
  local wide = assert(drawing("chapters/" .. image.src, label, "figure-"), "no figure " .. image.src)
  local narrow = narrowDrawing(image.src, label)
  return html(opening .. '<div class="scroll wide" data-label="Figure">\n' .. wide .. "\n</div>"
    .. (narrow and '<div class="narrow">\n' .. narrow .. "\n</div>" or "") .. caption .. "</figure>")
end

local function lonelyImage(block)
  if block and block.t == "Para" and #block.content == 1 and block.content[1].t == "Image" then
    return block.content[1]
  end
end

-- Structure ---------------------------------------------------------------------------------

local function exerciseHeading(block)
  if block.t ~= "Para" or not block.content[1] or block.content[1].t ~= "Strong" then return end
  local title = pandoc.utils.stringify(block.content[1])
  local number, name = title:match("^Exercise (%d+%.%d+) · (.*)$")
  if not number then return end
  local points = pandoc.utils.stringify(block):match("%((%d+ points?[^)]*)%)")
  return number, name, points or ""
end

local function isClosing(block)
  return block.t == "RawBlock" and block.text:match("^%s*</details>") ~= nil
end

local function isHint(block)
  return block.t == "RawBlock" and block.text:match("^%s*<details><summary>Hint") ~= nil
end

-- Where an exercise that begins at an index ends: behind its last hint. A box that follows is not its.
local function exerciseEnd(blocks, start)
  local last, inHint = start, false
  for index = start + 1, #blocks do
    local block = blocks[index]
    if block.t == "Header" or exerciseHeading(block) then break end
    if isHint(block) then inHint = true end
    if isClosing(block) and inHint then last, inHint = index, false end
  end
  return last
end

local structured

local function exercise(blocks, start)
  local number, name, points = exerciseHeading(blocks[start])
  local last = exerciseEnd(blocks, start)
  local inner = pandoc.List()
  for index = start + 1, last do inner:insert(blocks[index]) end
  local heading = pandoc.Header(3, {
    pandoc.Span("Exercise " .. number, { class = "exercise-number" }), pandoc.Space(),
    pandoc.Span(name, { class = "exercise-title" }), pandoc.Space(),
    pandoc.Span(points, { class = "points" }),
  }, { id = "exercise-" .. number:gsub("%.", "-"), class = "exercise-heading" })
  local body = structured(inner)
  body:insert(1, heading)
  return pandoc.Div(body, { class = "exercise" }), last + 1
end

-- A question begins with its number in bold, and ends with the box of its answers.
local function questionNumber(block)
  if block.t ~= "Para" or not block.content[1] or block.content[1].t ~= "Strong" then return end
  return pandoc.utils.stringify(block.content[1]):match("^Question (%d+)%.$")
end

local function question(blocks, start)
  local number, last = questionNumber(blocks[start]), start
  while blocks[last + 1] and not isClosing(blocks[last]) and blocks[last + 1].t ~= "Header"
    and not questionNumber(blocks[last + 1])
  do
    last = last + 1
  end
  local inner = pandoc.List()
  for index = start, last do
    local block = blocks[index]
    if block.t == "RawBlock" then
      block = html((block.text:gsub("^<details>", '<details class="answers">')))
    end
    inner:insert(block)
  end
  return pandoc.Div(inner, { id = "question-" .. number, class = "question" }), last + 1
end

-- One pass over blocks that stand beside each other.
function structured(blocks)
  local result = pandoc.List()
  local index = 1
  while index <= #blocks do
    local block, following = blocks[index], blocks[index + 1]
    local widget, source = comment(block, "widget"), comment(block, "code")
    local image = lonelyImage(block)
    if exerciseHeading(block) then
      local box, after = exercise(blocks, index)
      result:insert(box)
      index = after
    elseif isPage and questionNumber(block) then
      local box, after = question(blocks, index)
      result:insert(box)
      index = after
    elseif widget and lonelyImage(following) then
      local fallback = figure(lonelyImage(following))
      result:insert(isPage
        and pandoc.Div({ fallback }, { class = "widget", ["data-widget"] = widget }) or fallback)
      index = index + 2
    elseif source and following and following.t == "CodeBlock" then
      result:insert(pandoc.Div({
        pandoc.Div({ pandoc.Plain({ pandoc.Code(source) }) }, { class = "source" }), following,
      }, { class = "listing" }))
      index = index + 2
    elseif image then
      result:insert(figure(image))
      index = index + 1
    else
      if block.t == "RawBlock" and block.text:match("^<details>") then
        block = html((block.text:gsub("^<details>", '<details class="hint">')))
      end
      result:insert(block)
      index = index + 1
    end
  end
  return result
end

-- In a page, the first heading is the title, and an emphasised paragraph below it the lede.
local function head(blocks, meta)
  local first, second = blocks[1], blocks[2]
  if not first or first.t ~= "Header" or first.level ~= 1 then return end
  local title = pandoc.utils.stringify(first)
  local number, name = title:match("^(%d+) · (.*)$")
  meta.kicker = number and "Chapter " .. number or nil
  meta.heading = name or title
  meta.pagetitle = title
  blocks:remove(1)
  if second and second.t == "Para" and #second.content == 1 and second.content[1].t == "Emph" then
    meta.lede = pandoc.MetaInlines(second.content[1].content)
    blocks:remove(1)
  end
end

-- The comment `<!-- page: 05-backpropagation -->` begins each file. In the EPUB, which has all of
-- them, the heading below it is given that name.
local function withoutPageMarks(blocks)
  local result = pandoc.List()
  for index, block in ipairs(blocks) do
    local page = comment(block, "page")
    local following = blocks[index + 1]
    if not page then
      result:insert(block)
    elseif not isPage and following and following.t == "Header" then
      following.identifier = "page-" .. page
    end
  end
  return result
end

local function readSettings(meta)
  if meta.number then own = pandoc.utils.stringify(meta.number) end
  for number, name in pandoc.utils.stringify(meta.chapters or ""):gmatch("(%d+)=(%S+)") do
    names[number] = name
  end
end

-- Mathematics and tables --------------------------------------------------------------------

-- Macros that pages write because GitHub's Markdown takes the backslash of the shorter ones for an
-- escape, and that pandoc does not know.
local function withShortMacros(math)
  math.text = math.text:gsub("\\thinspace ?", "\\,"):gsub("\\cr%f[%A]", "\\\\")
  return math
end

-- Two ways of LaTeX that pandoc takes apart: a comma in a number and a name of several letters.
local function Math(math)
  math.text = math.text:gsub("%d+{,}%d[%d{},]*%d", function(number)
    return "\\text{" .. number:gsub("[{}]", "") .. "}"
  end)
  math.text = math.text:gsub("\\mathrm{(%a%a+)}", "\\operatorname{%1}")
  if math.mathtype == "DisplayMath" then return displayed(math) end
  return math
end

-- Plain numbers, and powers of ten as LaTeX has them.
local function isNumeric(text)
  text = text:gsub("−", "-"):gsub("\u{202F}", ""):gsub("\u{A0}", " ")
  return text == "" or text:match("^[+-]?%d[%d.,]*%s?[%%×]?$") ~= nil
    or text:match("^%d[%d.,]* [KMG]B$") ~= nil
    or text:match("^-?[%d.]+ \\cdot 10^{?-?%d+}?$") ~= nil or text:match("^10^{?-?%d+}?$") ~= nil
end

-- A cell's text with its formulas as LaTeX, which not every version of pandoc's own function keeps.
local function textOf(cell)
  local text = ""
  pandoc.walk_block(pandoc.Div(cell), {
    Str = function(word) text = text .. word.text end,
    Math = function(math) text = text .. math.text end,
    Code = function(code) text = text .. code.text end,
    Space = function() text = text .. " " end,
  })
  return text
end

-- An e-reader cuts off what is wider than its page. There a table of many columns goes on below,
-- with its first column once more.
local function divided(wide)
  local simple, parts = pandoc.utils.to_simple_table(wide), pandoc.List()
  local others = #simple.aligns - 1
  local share = math.ceil(others / math.ceil(others / 9))
  for start = 2, others + 1, share do
    local function taken(row)
      local result = pandoc.List({ row[1] })
      for column = start, math.min(start + share - 1, #row) do result:insert(row[column]) end
      return result
    end
    local rows = pandoc.List(simple.rows):map(taken)
    parts:insert(pandoc.utils.from_simple_table(pandoc.SimpleTable(
      simple.caption, taken(simple.aligns), taken(simple.widths), taken(simple.headers), rows)))
  end
  return parts
end

-- Two numbers, such as a place: a line of a cell ends behind them, and not between.
local function isPair(text)
  local first, second = text:gsub("−", "-"):match("^(%S+), (%S+)$")
  return first and isNumeric(first) and isNumeric(second)
end

-- What a cell's classes say of the ends of its lines.
local function classify(cell, text)
  if not cell or not cell.attr then return end
  if isPair(text) then cell.attr.classes:insert("together") end
  if utf8.len(text) > 14 then cell.attr.classes:insert("long") end
end

-- Columns of numbers stand on the right, and no column has a fixed share of the width.
local function Table(wide)
  local rows = pandoc.List()
  for _, row in ipairs(wide.head.rows) do
    for _, cell in ipairs(row.cells or row[2]) do classify(cell, textOf(cell.contents or cell[5])) end
  end
  for _, body in ipairs(wide.bodies) do rows:extend(body.body) end
  for column, spec in ipairs(wide.colspecs) do
    local numeric, filled = true, false
    for _, row in ipairs(rows) do
      local cells = row.cells or row[2]
      local cell = cells[column]
      local text = cell and textOf(cell.contents or cell[5]) or ""
      classify(cell, text)
      numeric = numeric and isNumeric(text)
      filled = filled or text ~= ""
    end
    local alignment = spec[1]
    if numeric and filled and alignment == "AlignDefault" then alignment = "AlignRight" end
    wide.colspecs[column] = { alignment, nil }
  end
  local columns = #wide.colspecs >= 10 and " many-columns" or ""
  return pandoc.Div(isPage and { wide } or divided(wide), { class = "scroll table" .. columns, ["data-label"] = "Table" })
end

-- Code in a line -----------------------------------------------------------------------------

-- A flag breaks nowhere, although it has hyphens, and what is long breaks behind its full stops,
-- slashes and parentheses.
local function Code(code)
  if not isPage or #code.classes > 0 then return end
  local shown = code.text:gsub("%S+", function(word)
    local pieces = #word > 20 and word:gsub("([%.(/:]+)(%f[^%.(/:])", "%1\0%2") or word
    local result = pandoc.List()
    for piece in (pieces .. "\0"):gmatch("(.-)%z") do
      local text = escaped(piece)
      local isWhole = piece:match("%-") and #piece <= 32
      result:insert(isWhole and '<span class="together">' .. text .. "</span>" or text)
    end
    return table.concat(result, "<wbr>")
  end)
  return pandoc.RawInline("html", "<code>" .. shown .. "</code>")
end

-- A terminal draws with lines and dots, U+2500 to U+259F and U+2800 to U+28FF, that come from whatever
-- font has them, in any width. In a drawing each sign stands in a cell as wide as a letter.
local function CodeBlock(block)
  local isDrawing = block.text:match("\xE2[\x94-\x96\xA0-\xA3][\x80-\xBF]")
  if not isPage or not isDrawing then return end
  local cells = escaped(block.text):gsub("[\xC2-\xF4][\x80-\xBF]+", '<span class="cell">%0</span>')
  return html('<pre class="drawing"><code>' .. cells .. "</code></pre>")
end

return {
  { Meta = readSettings, Math = withShortMacros },
  { Para = withReferences, Plain = withReferences },
  {
    Pandoc = function(document)
      local blocks = withoutPageMarks(document.blocks)
      if isPage then head(blocks, document.meta) end
      return pandoc.Pandoc(structured(blocks), document.meta)
    end,
  },
  { Link = Link, Math = Math, Table = Table },
  { Code = Code, CodeBlock = CodeBlock },
}
