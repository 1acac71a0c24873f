/**
 * How Teams draws Adaptive Cards. Colours are the page's own properties, so that switching the theme draws nothing
 * anew.
 */
const colors = (ground) => ({
  default: pair('--text', '--text-soft'),
  dark: pair('--text', '--text-soft'),
  light: pair('--text-soft', '--text-faint'),
  accent: pair('--brand-text', '--brand-text'),
  attention: pair('--bad-text', '--bad-text'),
  good: pair('--good-text', '--good-text'),
  warning: pair('--warn-text', '--warn-text'),
  ...ground,
});

const pair = (color, subtle) => ({
  default: `var(${color})`,
  subtle: `var(${subtle})`,
  highlightColors: { default: 'var(--mark)', subtle: 'var(--mark)' },
});

const container = (background, border) => ({
  backgroundColor: `var(${background})`,
  borderColor: `var(${border})`,
  foregroundColors: colors({}),
});

export const HOST_CONFIG = {
  supportsInteractivity: true,
  fontTypes: {
    default: {
      fontFamily: 'var(--font)',
      fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
      fontWeights: { lighter: 300, default: 400, bolder: 600 },
    },
    monospace: {
      fontFamily: 'var(--font-mono)',
      fontSizes: { small: 12, default: 13, medium: 14, large: 17, extraLarge: 22 },
      fontWeights: { lighter: 300, default: 400, bolder: 600 },
    },
  },
  lineHeights: { small: 16, default: 20, medium: 20, large: 26, extraLarge: 32 },
  spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: 'var(--stroke)' },
  imageSizes: { small: 32, medium: 52, large: 100 },
  imageSet: { imageSize: 'medium', maxImageHeight: 100 },
  containerStyles: {
    default: container('--card', '--stroke'),
    emphasis: container('--card-emphasis', '--stroke'),
    accent: container('--accent-back', '--accent-stroke'),
    good: container('--good-back', '--good-stroke'),
    warning: container('--warn-back', '--warn-stroke'),
    attention: container('--bad-back', '--bad-stroke'),
  },
  inputs: {
    debounceTimeInMilliSeconds: 200,
    label: {
      inputSpacing: 'small',
      requiredInputs: { weight: 'bolder', color: 'default', size: 'small', suffix: ' *', suffixColor: 'attention' },
      optionalInputs: { weight: 'bolder', color: 'default', size: 'small' },
    },
    errorMessage: { color: 'attention', size: 'small', spacing: 'small', weight: 'default' },
  },
  actions: {
    maxActions: 6,
    spacing: 'large',
    buttonSpacing: 8,
    allowTitleToWrap: true,
    showCard: { actionMode: 'inline', inlineTopMargin: 12, style: 'emphasis' },
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
  },
  adaptiveCard: { allowCustomStyle: false },
  factSet: {
    title: { color: 'default', size: 'default', isSubtle: true, weight: 'default', wrap: true, maxWidth: 140 },
    value: { color: 'default', size: 'default', isSubtle: false, weight: 'default', wrap: true },
    spacing: 16,
  },
  textBlock: { headingLevel: 3 },
};
