/* Comforts: everything here also works without scripts, only slower. */
"use strict";
